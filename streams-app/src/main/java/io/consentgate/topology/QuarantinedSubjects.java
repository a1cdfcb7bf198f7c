// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.Arrays;

/**
 * Which subjects of one task may have an event in {@link CasesByEvent}. Most have none, and their events need no look into the
 * store. Errs on one side only: it may name a subject that has none, and never leaves out one that has. Used by one task at a
 * time.
 *
 * <p>Half a megabyte, whatever it holds: with a million subjects, every fifth other one is named as well.
 */
final class QuarantinedSubjects {

    private static final int BITS = 1 << 22;

    private final long[] bits = new long[BITS / Long.SIZE];

    void add(byte[] subject) {
        int bit = bit(subject);
        bits[bit / Long.SIZE] |= 1L << bit;
    }

    boolean mayHold(byte[] subject) {
        int bit = bit(subject);
        return (bits[bit / Long.SIZE] & (1L << bit)) != 0;
    }

    /** Ids often differ in their last characters only, which {@link Arrays#hashCode} leaves in the last bits. */
    private static int bit(byte[] subject) {
        int hash = Arrays.hashCode(subject) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(BITS));
    }
}
