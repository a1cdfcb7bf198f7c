// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.cli.ExitCode;
import io.consentgate.demo.scenario.Expectation;
import io.consentgate.policy.RuleCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private static final Digest BYTES = Digest.of("what went in".getBytes(UTF_8));

    private final Reconciliation books = new Reconciliation(List.of("birthday SMS"));

    private void publish(int offset) {
        books.published(
                new Position("outbound-messages", 1, offset),
                new Publication(
                        "run:" + offset,
                        "birthday SMS",
                        Expectation.quarantined(RuleCode.MSG_CONSENT_WITHDRAWN),
                        BYTES));
    }

    private void clear(int offset) {
        books.observed(
                new Output.Cleared(new Position("cleared-messages", 0, offset), "run:" + offset, Set.of(), BYTES));
    }

    private void hold(int offset) {
        books.observed(new Output.Quarantined(
                new Position("quarantine", 0, offset),
                "outbound-messages.1." + offset,
                Set.of("MSG-CONSENT-WITHDRAWN"),
                BYTES));
    }

    @Test
    void shouldEndWellWhenTheBooksBalance() {
        publish(10);
        hold(10);

        Settlement settlement = Settlement.of(books, true, null);

        assertThat(settlement.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(settlement.report()).singleElement().asString().startsWith("RECONCILED: each of 1 ");
    }

    @Test
    void shouldFailAndSayWhichRecordDoesNotBalance() {
        publish(10);
        hold(10);
        publish(11);
        clear(11);

        Settlement settlement = Settlement.of(books, true, null);

        assertThat(settlement.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(settlement.report())
                .containsExactly(
                        "  outbound-messages-1@11 (birthday SMS) has another verdict than expected: expected quarantined"
                                + " (MSG-CONSENT-WITHDRAWN), got cleared at cleared-messages-0@11",
                        "FAILED: 1 of 2 records do not balance");
    }

    @Test
    void shouldListOnlySoManyAndCountTheRest() {
        for (int offset = 0; offset < 42; offset++) {
            publish(offset);
        }

        Settlement settlement = Settlement.of(books, true, null);

        assertThat(settlement.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(settlement.report())
                .hasSize(42)
                .endsWith("  ... and 2 more", "FAILED: 42 of 42 records do not balance");
    }

    @Test
    void shouldFailWhenTheGateOrThePublisherStopped() {
        publish(10);
        hold(10);

        Settlement stalled = Settlement.of(books, false, null);
        Settlement cutShort = Settlement.of(books, true, new IllegalStateException("no broker"));

        assertThat(stalled.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(stalled.report()).singleElement().asString().contains("did not take everything");
        assertThat(cutShort.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(cutShort.report())
                .singleElement()
                .asString()
                .contains("stopped early")
                .contains("no broker");
    }

    @Test
    void shouldFailWhenNothingWasPublished() {
        Settlement settlement = Settlement.of(books, true, null);

        assertThat(settlement.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(settlement.report()).containsExactly("FAILED: nothing was published; let it run longer");
    }
}
