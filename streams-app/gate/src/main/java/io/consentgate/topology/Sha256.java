// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which the gate takes of each event that it holds back. To look its provider up costs more than the digest. */
final class Sha256 {
    private static final MessageDigest UNUSED = made();

    private Sha256() {}

    /** A new digest. */
    static MessageDigest start() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            // Not every provider's can be copied.
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
