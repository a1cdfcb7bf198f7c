// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.consentgate.demo.scenario.Expectation;
import io.consentgate.policy.RuleCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final Digest BYTES = Digest.of("what went in".getBytes(UTF_8));
    private static final Digest OTHER_BYTES = Digest.of("what did not".getBytes(UTF_8));
    private static final Position CLEARED_SMS = new Position("outbound-messages", 1, 10);
    private static final Position HELD_SMS = new Position("outbound-messages", 1, 11);
    private static final Position BROKEN_SMS = new Position("outbound-messages", 2, 5);

    private final Reconciliation books = new Reconciliation(List.of("birthday SMS", "chatbot"));

    @BeforeEach
    void publish() {
        books.published(
                CLEARED_SMS,
                new Publication("run:1", "birthday SMS", Expectation.cleared(RuleCode.MSG_CONSENT_LEGACY), BYTES));
        books.published(
                HELD_SMS,
                new Publication(
                        "run:2", "birthday SMS", Expectation.quarantined(RuleCode.MSG_CONSENT_WITHDRAWN), BYTES));
        books.published(BROKEN_SMS, new Publication("run:3", "chatbot", new Expectation.DeadLettered("EMPTY"), BYTES));
    }

    private static Output cleared(long offset, String id, Digest digest, String... advice) {
        return new Output.Cleared(new Position("cleared-messages", 0, offset), id, Set.of(advice), digest);
    }

    private static Output held(long offset, Position source, String... rules) {
        String caseId = source.topic() + "." + source.partition() + "." + source.offset();
        return new Output.Quarantined(new Position("quarantine", 0, offset), caseId, Set.of(rules), BYTES);
    }

    private static Output broken(String reason) {
        return new Output.DeadLettered(new Position("dead-letters", 0, 0), BROKEN_SMS, reason, BYTES);
    }

    private void putOutAsExpected() {
        books.observed(cleared(0, "run:1", BYTES, "MSG-CONSENT-LEGACY"));
        books.observed(held(0, HELD_SMS, "MSG-CONSENT-WITHDRAWN"));
        books.observed(broken("EMPTY"));
    }

    @Test
    void shouldBalanceWhenEachRecordIsInExactlyOneOutputAsExpected() {
        assertThat(books.outstanding()).isEqualTo(3);

        putOutAsExpected();

        assertThat(books.mismatches()).isEmpty();
        assertThat(books.outstanding()).isZero();
    }

    @Test
    void shouldFindALostRecord() {
        books.observed(cleared(0, "run:1", BYTES, "MSG-CONSENT-LEGACY"));
        books.observed(broken("EMPTY"));

        assertThat(books.outstanding()).isEqualTo(1);
        assertThat(books.mismatches()).singleElement().satisfies(lost -> {
            assertThat(lost.kind()).isEqualTo(Mismatch.Kind.LOST);
            assertThat(lost.where()).isEqualTo(HELD_SMS);
            assertThat(lost)
                    .hasToString("outbound-messages-1@11 (birthday SMS) is in no output: expected quarantined"
                            + " (MSG-CONSENT-WITHDRAWN), got nothing");
        });
    }

    @Test
    void shouldFindARecordThatCameOutTwice() {
        putOutAsExpected();
        books.observed(held(1, CLEARED_SMS, "MSG-CONSENT-MISSING"));

        assertThat(books.mismatches()).singleElement().satisfies(duplicate -> {
            assertThat(duplicate.kind()).isEqualTo(Mismatch.Kind.DUPLICATED);
            assertThat(duplicate.where()).isEqualTo(CLEARED_SMS);
            assertThat(duplicate.got()).contains("cleared-messages-0@0", "quarantine-0@1");
        });
    }

    @Test
    void shouldFindAClearanceThatShouldNotHaveBeen() {
        books.observed(cleared(0, "run:1", BYTES, "MSG-CONSENT-LEGACY"));
        books.observed(cleared(1, "run:2", BYTES));
        books.observed(broken("EMPTY"));

        assertThat(books.mismatches()).singleElement().satisfies(wrong -> {
            assertThat(wrong.kind()).isEqualTo(Mismatch.Kind.WRONG_VERDICT);
            assertThat(wrong.where()).isEqualTo(HELD_SMS);
        });
    }

    @Test
    void shouldFindOneReasonTooManyOneTooFewAndAnother() {
        books.observed(cleared(0, "run:1", BYTES));
        books.observed(held(0, HELD_SMS, "MSG-CONSENT-WITHDRAWN", "MSG-OBJECTION"));
        books.observed(broken("CORRUPT"));

        assertThat(books.mismatches())
                .extracting(Mismatch::where, Mismatch::kind)
                .containsExactlyInAnyOrder(
                        tuple(CLEARED_SMS, Mismatch.Kind.WRONG_VERDICT),
                        tuple(HELD_SMS, Mismatch.Kind.WRONG_VERDICT),
                        tuple(BROKEN_SMS, Mismatch.Kind.WRONG_VERDICT));
    }

    @Test
    void shouldFindChangedBytes() {
        books.observed(cleared(0, "run:1", OTHER_BYTES, "MSG-CONSENT-LEGACY"));
        books.observed(held(0, HELD_SMS, "MSG-CONSENT-WITHDRAWN"));
        books.observed(broken("EMPTY"));

        assertThat(books.mismatches()).extracting(Mismatch::kind).containsExactly(Mismatch.Kind.CHANGED);
    }

    @Test
    void shouldTellNoValueFromAnEmptyOne() {
        assertThat(Digest.of(null)).isNotEqualTo(Digest.of(new byte[0]));
    }

    @Test
    void shouldFindOutputsThatNothingPublishedExplains() {
        putOutAsExpected();
        books.observed(cleared(7, "run:99", BYTES));
        books.observed(held(8, new Position("offer-decisions", 0, 3), "GATE-UNKNOWN"));

        assertThat(books.mismatches())
                .extracting(Mismatch::kind)
                .containsExactly(Mismatch.Kind.UNEXPLAINED, Mismatch.Kind.UNEXPLAINED);
    }

    @Test
    void shouldTakeOutputsThatComeBeforeThePublishersAcknowledgement() {
        putOutAsExpected();
        Position early = new Position("offer-decisions", 0, 0);
        Position earlyToo = new Position("offer-decisions", 0, 1);
        books.observed(held(1, early, "ADM-PROHIBITED"));
        books.observed(cleared(1, "run:5", BYTES));
        books.rerouted(early);

        books.published(
                early, new Publication("run:4", "chatbot", Expectation.quarantined(RuleCode.ADM_PROHIBITED), BYTES));
        books.published(earlyToo, new Publication("run:5", "chatbot", Expectation.cleared(), BYTES));

        assertThat(books.mismatches()).isEmpty();
        assertThat(books.outstanding()).isZero();
        assertThat(books.tallies().get(1).rerouted()).isEqualTo(1);
    }

    @Test
    void shouldCountBySystemAndReason() {
        putOutAsExpected();
        books.rerouted(HELD_SMS);

        assertThat(books.tallies()).first().satisfies(birthdays -> {
            assertThat(birthdays.system()).isEqualTo("birthday SMS");
            assertThat(birthdays.published()).isEqualTo(2);
            assertThat(birthdays.cleared()).isEqualTo(1);
            assertThat(birthdays.quarantined()).isEqualTo(1);
            assertThat(birthdays.rerouted()).isEqualTo(1);
            assertThat(birthdays.reasons()).containsOnlyKeys("MSG-CONSENT-WITHDRAWN");
        });
        assertThat(Table.lines(books.tallies()))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("chatbot") && line.endsWith("EMPTY 1"));
    }
}
