// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a case says of its end, and when the gate ends it. */
class CaseDeadlineTest {

    @TempDir
    Path folder;

    @Test
    void shouldStateWhenTheGateClosesACaseWhoseEventNeverExpires() {
        try (GateScenario gate = new GateScenario(folder)) {
            gate.send("outbound-messages", "anna", aBirthdaySms("m-1", "anna").build());

            QuarantinedEvent quarantined = gate.quarantined().get(0);

            assertThat(quarantined.getDeadline())
                    .isEqualTo(quarantined.getQuarantinedAt().plus(Duration.ofDays(20)));
            assertClosedAt(gate, quarantined.getDeadline());
        }
    }

    @Test
    void shouldStateTheEarlierOfTheEventsExpiryAndTheLongestTimeOpen() {
        try (GateScenario gate = new GateScenario(folder)) {
            gate.send(
                    "outbound-messages",
                    "anna",
                    aBirthdaySms("m-1", "anna")
                            .setExpiresAt(NOW.plus(Duration.ofDays(300)))
                            .build());

            QuarantinedEvent quarantined = gate.quarantined().get(0);

            assertThat(quarantined.getDeadline())
                    .isEqualTo(quarantined.getQuarantinedAt().plus(Duration.ofDays(20)));
        }
    }

    @Test
    void shouldStateTheSettingsThatItEnforcesOnCasesAndOutcomes() {
        try (GateScenario gate = new GateScenario(folder)) {
            gate.send("outbound-messages", "anna", aBirthdaySms("m-1", "anna").build());
            gate.erase("anna");

            for (String topic : List.of("quarantine", "review-outcomes")) {
                assertThat(gate.read(topic))
                        .singleElement()
                        .satisfies(record -> assertThat(GateScenario.header(record, GateHeaders.SETTINGS))
                                .isEqualTo(GateScenario.SETTINGS));
            }
        }
    }

    private static void assertClosedAt(GateScenario gate, Instant deadline) {
        Duration left = Duration.between(NOW.plusSeconds(1), deadline);
        gate.driver().advanceWallClockTime(left.minusSeconds(10));
        assertThat(gate.outcomes()).isEmpty();

        gate.driver().advanceWallClockTime(Duration.ofSeconds(20));
        assertThat(gate.outcomes()).extracting(ReviewOutcome::getResult).containsExactly(ReviewResult.EXPIRED);
    }
}
