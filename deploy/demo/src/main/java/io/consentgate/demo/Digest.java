// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Compares two values byte for byte without keeping them. */
record Digest(String sha256) {

    /** A record without a value has a digest of its own, which no bytes have. */
    static Digest of(byte @Nullable [] value) {
        if (value == null) {
            return new Digest("no value");
        }
        try {
            return new Digest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
