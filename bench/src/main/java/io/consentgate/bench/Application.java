// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

/**
 * A contender as a Kafka application.
 *
 * @param id names its committed offsets, tables and changelogs
 */
record Application(Contender contender, String id) {

    /** Keeps its offsets and tables between runs. */
    static Application of(Contender contender) {
        return new Application(contender, contender.applicationId());
    }

    /** Has an id of its own for this run, so that nothing of an earlier run is left. */
    static Application anew(Contender contender, int run) {
        return new Application(contender, contender.applicationId() + "-" + run);
    }
}
