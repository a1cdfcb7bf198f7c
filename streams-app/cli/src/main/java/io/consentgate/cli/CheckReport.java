// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.cli.CheckCommand.Kind;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Reason;
import io.consentgate.topology.OfflineGate.Judged;
import java.io.IOException;
import java.util.List;

/** Tells what would become of events, one after the other. */
interface CheckReport extends AutoCloseable {

    /** Tells of an event. */
    void judged(int line, Kind kind, Judged judged);

    /**
     * Tells of a line that is no event.
     *
     * @param problem names what is wrong and with which field, and quotes nothing
     */
    void unreadable(int line, String problem);

    /** To be called once, after the last event. */
    void end(CheckSummary summary) throws IOException;

    @Override
    default void close() throws IOException {
        // Most hold nothing open.
    }

    /** The reasons of a diversion; none if it is cleared. */
    static List<Reason> violations(Assessment assessment) {
        return assessment instanceof Assessment.Diverted diverted ? diverted.violations() : List.of();
    }
}
