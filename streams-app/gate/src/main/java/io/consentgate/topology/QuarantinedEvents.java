// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A filter in front of {@link CasesByEvent}: which subjects and events of one task it may contain. Events rarely come
 * twice, and a RocksDB read that finds nothing costs more than one that finds a row. The filter may name an event that
 * is not stored, but never omits a stored one. Used by one task at a time.
 *
 * <p>The filter always takes 2.5 MB. With a million events of a million subjects, its false positives
 * are one in five other subjects, and one in seventy other events of a named subject.
 */
final class QuarantinedEvents {

    private static final int SUBJECT_BITS = 1 << 22;
    private static final int EVENT_BITS = 1 << 24;

    private final long[] subjects = new long[SUBJECT_BITS / Long.SIZE];
    private final long[] events = new long[EVENT_BITS / Long.SIZE];

    /** @param identity an {@link EventIdentity} */
    void add(byte[] subject, byte[] identity) {
        set(subjects, ofSubject(subject));
        set(events, first(identity));
        set(events, second(identity));
    }

    /** Whether an event of this subject may be stored. Faster than {@link #mayHold}, as it needs no event identity. */
    boolean mayHoldAnyOf(byte[] subject) {
        return isSet(subjects, ofSubject(subject));
    }

    /** @param identity an {@link EventIdentity} */
    boolean mayHold(byte[] identity) {
        return isSet(events, first(identity)) && isSet(events, second(identity));
    }

    /**
     * Ids often differ only in their last characters. {@link Arrays#hashCode} leaves that difference in the lowest
     * bits.
     */
    private static int ofSubject(byte[] subject) {
        int hash = Arrays.hashCode(subject) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SUBJECT_BITS));
    }

    /** An identity is a digest, so all of its bits are equally random. */
    private static int first(byte[] identity) {
        return ByteBuffer.wrap(identity).getInt(0) & (EVENT_BITS - 1);
    }

    private static int second(byte[] identity) {
        return ByteBuffer.wrap(identity).getInt(Integer.BYTES) & (EVENT_BITS - 1);
    }

    private static void set(long[] bits, int bit) {
        bits[bit / Long.SIZE] |= 1L << bit;
    }

    private static boolean isSet(long[] bits, int bit) {
        return (bits[bit / Long.SIZE] & (1L << bit)) != 0;
    }
}
