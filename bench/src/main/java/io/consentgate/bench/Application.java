// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

/**
 * A contender as Kafka knows it.
 *
 * @param id under which its positions, its tables and their changelogs are kept
 */
record Application(Contender contender, String id) {

    /** One that has its positions and tables from run to run. */
    static Application of(Contender contender) {
        return new Application(contender, contender.applicationId());
    }

    /** One of its own for a run, which nothing of an earlier run is known to. */
    static Application anew(Contender contender, int run) {
        return new Application(contender, contender.applicationId() + "-" + run);
    }
}
