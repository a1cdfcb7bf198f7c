// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256, which the gate computes for each event that it holds back. Cloned from a prototype, because looking up the
 * provider costs more than the digest.
 */
final class Sha256 {
    private static final MessageDigest UNUSED = made();

    private Sha256() {}

    static MessageDigest start() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            // Not every provider's digest can be cloned.
            return made();
        }
    }

    private static MessageDigest made() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
