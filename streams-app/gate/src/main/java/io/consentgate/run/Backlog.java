// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

/**
 * What the gate is still to read of a partition: committed records, of which some may be markers of transactions.
 *
 * @param position the next offset that it reads
 * @param end the last stable offset: no record from there on is committed
 */
record Backlog(long position, long end) {

    /** Whether a record of that offset may be to come. */
    boolean mayHold(long offset) {
        return position <= offset && offset < end;
    }
}
