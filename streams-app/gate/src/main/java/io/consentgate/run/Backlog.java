// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

/**
 * The offsets of a partition that the gate has yet to read: committed records, and possibly transaction markers.
 *
 * @param position the gate's next offset
 * @param end the last stable offset: from there on, no record is committed
 */
record Backlog(long position, long end) {

    /** Whether the gate has yet to read a record with this offset. */
    boolean mayHold(long offset) {
        return position <= offset && offset < end;
    }
}
