// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a broken publisher does to a well-formed value in Confluent's wire format. */
public enum Malformation {
    NULL_VALUE {
        @Override
        public byte @Nullable [] applyTo(byte[] value) {
            return null;
        }
    },
    EMPTY {
        @Override
        public byte[] applyTo(byte[] value) {
            return new byte[0];
        }
    },
    /** Bytes of no format: the first one is not the magic byte 0. */
    GARBAGE {
        @Override
        public byte[] applyTo(byte[] value) {
            byte[] garbage = value.clone();
            for (int i = 0; i < garbage.length; i++) {
                garbage[i] = (byte) (garbage[i] ^ 0x5a);
            }
            return garbage;
        }
    },
    TRUNCATED {
        @Override
        public byte[] applyTo(byte[] value) {
            return Arrays.copyOf(value, value.length / 2);
        }
    },
    /** A schema id that no registry of the demo hands out. */
    UNKNOWN_SCHEMA {
        @Override
        public byte[] applyTo(byte[] value) {
            return ByteBuffer.wrap(value.clone()).putInt(1, 987_654_321).array();
        }
    },
    /** A sound record of another type than the topic's. */
    WRONG_TYPE {
        @Override
        public byte[] applyTo(byte[] value) {
            return value;
        }
    };

    /** The bytes to publish instead; null for a record without a value. The argument is left as it is. */
    public abstract byte @Nullable [] applyTo(byte[] value);
}
