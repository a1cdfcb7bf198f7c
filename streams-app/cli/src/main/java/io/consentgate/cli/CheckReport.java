// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.cli.CheckCommand.Kind;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Reason;
import io.consentgate.topology.OfflineGate.Judged;
import java.io.IOException;
import java.util.List;

/** Reports the verdicts on events, one after the other. */
interface CheckReport extends AutoCloseable {

    /** Reports an event. */
    void judged(int line, Kind kind, Judged judged);

    /**
     * Reports a line that is no event.
     *
     * @param problem names the problem and its field, and quotes nothing
     */
    void unreadable(int line, String problem);

    /** Call once, after the last event. */
    void end(CheckSummary summary) throws IOException;

    @Override
    default void close() throws IOException {
        // Most reports hold no resources.
    }

    /** The reasons of a diversion; none for a cleared event. */
    static List<Reason> violations(Assessment assessment) {
        return assessment instanceof Assessment.Diverted diverted ? diverted.violations() : List.of();
    }
}
