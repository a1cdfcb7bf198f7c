// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Which events of one task may be in {@link CasesByEvent}, and whose. Nearly no event comes twice, and to look for a row that
 * is not there costs RocksDB more than for one that is. Errs on one side only: it may name an event that is not there, and
 * never leaves out one that is. Used by one task at a time.
 *
 * <p>Two and a half megabytes, whatever it holds. With a million events of as many subjects, it names every fifth other
 * subject and every seventieth other event of a named subject.
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

    /** Whether it may hold an event of that subject; quickly told, without the event's identity. */
    boolean mayHoldAnyOf(byte[] subject) {
        return isSet(subjects, ofSubject(subject));
    }

    /** @param identity an {@link EventIdentity} */
    boolean mayHold(byte[] identity) {
        return isSet(events, first(identity)) && isSet(events, second(identity));
    }

    /** Ids often differ in their last characters only, which {@link Arrays#hashCode} leaves in the last bits. */
    private static int ofSubject(byte[] subject) {
        int hash = Arrays.hashCode(subject) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SUBJECT_BITS));
    }

    /** An identity is a digest: any of its bits are as good as others. */
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
