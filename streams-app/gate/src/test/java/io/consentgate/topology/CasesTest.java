// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.topology.CaseStores.CLOSES_AT;
import static io.consentgate.topology.CaseStores.aCase;
import static io.consentgate.topology.CaseStores.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasesTest {

    private static final byte[] EVENT = "the SHA-256 of an event's id, ...".getBytes(UTF_8);

    @AutoClose
    private final CaseStores stores;

    private final Cases cases;

    CasesTest(@TempDir Path folder) {
        stores = new CaseStores(folder, 0);
        cases = stores.cases;
    }

    @Test
    void shouldFindACaseByItsOwnSubjectAlone() {
        cases.open(aCase("anna", at(5), CLOSES_AT));

        assertThat(find("anna", at(5))).isEqualTo("anna");
        assertThat(find("jan", at(5))).isNull();
        assertThat(find("anna", at(6))).isNull();
    }

    /** A topic that was made anew has other events where the old ones stood, and a campaign's events expire together. */
    @Test
    void shouldTellTwoPeopleApartWhoseCasesHaveOneIdAndOneDeadline() {
        cases.openUnlessOpen(aCase("anna", at(5), CLOSES_AT));
        cases.openUnlessOpen(aCase("jan", at(5), CLOSES_AT));

        assertThat(find("anna", at(5))).isEqualTo("anna");
        assertThat(find("jan", at(5))).isEqualTo("jan");
        assertThat(subjects(due(CLOSES_AT, 10))).containsExactlyInAnyOrder("anna", "jan");

        cases.close(aCase("jan", at(5), CLOSES_AT));

        assertThat(find("jan", at(5))).isNull();
        assertThat(find("anna", at(5))).isEqualTo("anna");
        assertThat(subjects(due(CLOSES_AT, 10))).containsExactly("anna");
    }

    @Test
    void shouldFindAllCasesOfASubjectAndNoneOfOneWhoseIdBeginsAlike() {
        cases.open(aCase("anna", at(1), CLOSES_AT));
        cases.open(aCase("anna", at(2), CLOSES_AT.minusSeconds(1)));
        cases.open(aCase("anna-maria", at(3), CLOSES_AT));

        assertThat(erased("ann", 10)).isEmpty();
        assertThat(erased("anna", 10)).containsExactlyInAnyOrder(at(1).caseId(), at(2).caseId());
        assertThat(find("anna-maria", at(3))).isNotNull();
        assertThat(rows(stores.deadlines)).isOne();
    }

    /** A person may have so many cases that one transaction would not see the end of them. */
    @Test
    void shouldEraseVeryManyCasesInSlicesAndFindNoneOfThemMeanwhile() {
        for (int n = 0; n < 5; n++) {
            cases.open(CaseStores.aCase("anna", at(n), CLOSES_AT, identity(n)));
        }
        cases.open(CaseStores.aCase("jan", at(9), CLOSES_AT, EVENT));

        List<String> erased = new ArrayList<>(erased("anna", 2));

        assertThat(erased).hasSize(2);
        for (int n = 0; n < 5; n++) {
            assertThat(find("anna", at(n))).isNull();
            assertThat(cases.ofEvent("anna".getBytes(UTF_8), identity(n))).isNull();
        }
        assertThat(find("jan", at(9))).isNotNull();
        assertThat(ofEvent("jan")).isNotNull();

        cases.open(CaseStores.aCase("anna", at(6), CLOSES_AT, EVENT));
        Cases afterARestart = new Cases(
                stores.byDeadline, stores.deadlines, new CasesByEvent(stores.byEvent, new QuarantinedEvents()));
        for (int slice = 0; slice < 6; slice++) {
            assertThat(afterARestart.isBeingErased("anna".getBytes(UTF_8))).isTrue();
            afterARestart.eraseMore(2, closed -> erased.add(closed.caseId()));
        }

        assertThat(afterARestart.isBeingErased("anna".getBytes(UTF_8))).isFalse();
        assertThat(erased)
                .containsExactlyInAnyOrder(
                        at(0).caseId(), at(1).caseId(), at(2).caseId(), at(3).caseId(), at(4).caseId(), at(6).caseId());
        assertThat(find("jan", at(9))).isNotNull();
        assertThat(rows(stores.byDeadline)).isEqualTo(2);
        assertThat(rows(stores.deadlines)).isOne();
        assertThat(rows(stores.byEvent)).isOne();
    }

    @Test
    void shouldNotTakeAnErasureForACaseWhenItLooksForTheFurthest() {
        for (int n = 0; n < 3; n++) {
            cases.open(aCase("outbound-messages.0.77", at(n), CLOSES_AT));
        }
        cases.erase("outbound-messages.0.77".getBytes(UTF_8), 1, closed -> {});

        assertThat(cases.furthest("outbound-messages", 0)).isEqualTo(2);
    }

    /** After the model of 1,201 events of 800 KB with one expiry, which ended the gate at every start. */
    @SuppressWarnings("unchecked")
    @Test
    void shouldReadNoEventOfTheCasesThatItCloses() {
        int many = 1_201;
        byte[] large = new byte[20_000];
        for (int n = 0; n < many; n++) {
            cases.open(CaseStores.aCase("anna", at(n), CLOSES_AT, identity(n), large));
        }
        AtomicLong read = new AtomicLong();
        Cases counted = new Cases(
                CaseStores.counted(KeyValueStore.class, stores.byDeadline, read),
                stores.deadlines,
                new CasesByEvent(stores.byEvent, new QuarantinedEvents()));

        counted.eachDue(CLOSES_AT, many, Long.MAX_VALUE, due -> {});
        assertThat(read.get()).isPositive().isLessThan(many * 500L);

        read.set(0);
        counted.erase("anna".getBytes(UTF_8), many, closed -> {});
        assertThat(rows(stores.deadlines)).isOne();
        assertThat(read.get()).isPositive().isLessThan(many * 500L);
    }

    @Test
    void shouldFindAndCloseCasesOfAnEarlierGate() {
        cases.open(CaseStores.aCase("anna", at(1), CLOSES_AT, identity(1)));
        cases.open(CaseStores.aCase("anna", at(2), CLOSES_AT, identity(2)));
        CaseStores.asByAnEarlierGate(stores.byDeadline, (byte) 2);

        StoredCase found = cases.find("anna".getBytes(UTF_8), at(1).caseId());
        assertThat(found.event()).isEqualTo(new byte[] {0, 1, 2});
        cases.replace(found.with(found.reviewCase().asEscalated()));
        assertThat(cases.find("anna".getBytes(UTF_8), at(1).caseId())
                        .reviewCase()
                        .escalated())
                .isTrue();

        List<StoredCase.Outline> due = due(CLOSES_AT, 10);
        assertThat(due).extracting(StoredCase.Outline::identity).containsExactly(identity(1), identity(2));
        due.forEach(cases::close);

        assertThat(rows(stores.byDeadline)).isZero();
        assertThat(rows(stores.deadlines)).isZero();
        assertThat(rows(stores.byEvent)).isZero();
    }

    @Test
    void shouldCloseCasesAtTheirInstantAndTheEarliestFirst() {
        cases.open(aCase("late", at(1), CLOSES_AT.plusMillis(1)));
        cases.open(aCase("on time", at(2), CLOSES_AT));
        cases.open(aCase("early", at(3), CLOSES_AT.minusMillis(1)));
        cases.open(aCase("long ago", at(4), Instant.EPOCH.minusSeconds(1)));

        assertThat(subjects(due(CLOSES_AT, 10))).containsExactly("long ago", "early", "on time");
        assertThat(subjects(due(CLOSES_AT, 2))).containsExactly("long ago", "early");
        assertThat(subjects(due(CLOSES_AT.plusMillis(1), 10))).endsWith("late");
    }

    /** The events of one campaign expire together, and together they may be more than memory holds. */
    @Test
    void shouldCloseSoManyLargeCasesAtATimeAsItsBudgetHolds() {
        for (int n = 0; n < 10; n++) {
            cases.open(aCase("subject-" + n, at(n), CLOSES_AT));
        }
        CaseStores.asByAnEarlierGate(stores.byDeadline, (byte) 2);
        int row = CaseStores.wholeRow(aCase("subject-0", at(0), CLOSES_AT), (byte) 2).length;
        AtomicInteger closed = new AtomicInteger();

        cases.eachDue(CLOSES_AT, 100, 3L * row, due -> {
            cases.close(due);
            closed.incrementAndGet();
        });

        assertThat(closed).hasValue(3);
        assertThat(rows(stores.byDeadline)).isEqualTo(7);
    }

    @Test
    void shouldNotTakeTheEndOfAnIdForTheBeginningOfASubject() {
        cases.open(aCase("1-anna", at(5), CLOSES_AT));
        cases.open(aCase("-anna", at(51), CLOSES_AT));

        assertThat(subjects(due(CLOSES_AT, 10))).containsExactlyInAnyOrder("1-anna", "-anna");
    }

    @Test
    void shouldLeaveAnOpenCaseAsItIs() {
        StoredCase opened = aCase("anna", at(5), CLOSES_AT);
        cases.open(opened);
        cases.replace(opened.with(opened.reviewCase().asEscalated()));

        cases.openUnlessOpen(aCase("anna", at(5), CLOSES_AT.plusSeconds(1)));

        assertThat(rows(stores.byDeadline)).isEqualTo(2);
        assertThat(rows(stores.deadlines)).isOne();
        assertThat(cases.find("anna".getBytes(UTF_8), at(5).caseId()))
                .satisfies(found -> assertThat(found.reviewCase().escalated()).isTrue());
    }

    @Test
    void shouldKeepNothingOfACaseThatChangedAndWasClosed() {
        StoredCase opened = aCase("anna", at(5), CLOSES_AT);
        cases.open(opened);
        StoredCase changed = opened.with(opened.reviewCase().asEscalated());
        cases.replace(changed);

        cases.close(changed);

        assertThat(rows(stores.byDeadline)).isZero();
        assertThat(rows(stores.deadlines)).isZero();
    }

    @Test
    void shouldKnowTheOpenCaseOfAnEvent() {
        cases.open(CaseStores.aCase("anna", at(5), CLOSES_AT, EVENT));

        assertThat(ofEvent("anna")).isEqualTo(new CasesByEvent.Known(at(5).caseId(), false));
        assertThat(ofEvent("ann")).isNull();
        assertThat(cases.ofEvent("anna".getBytes(UTF_8), new byte[32])).isNull();
        assertThat(cases.ofEvent("anna".getBytes(UTF_8), null)).isNull();

        cases.close(CaseStores.aCase("anna", at(5), CLOSES_AT, EVENT));

        assertThat(rows(stores.byEvent)).isZero();
    }

    /** An earlier version of the gate opened one for each copy, and knew nothing of the other. */
    @Test
    void shouldForgetNoReleaseWhenAnotherCaseOfTheEventEnds() {
        StoredCase earlier = aCase("anna", at(5), CLOSES_AT);
        StoredCase later = CaseStores.aCase("anna", at(6), CLOSES_AT, EVENT);
        cases.open(earlier);
        cases.open(later);
        cases.closeReleased(earlier, EVENT, Events.NOW);

        cases.close(later);

        assertThat(ofEvent("anna")).isEqualTo(new CasesByEvent.Known(at(5).caseId(), true));
    }

    @Test
    void shouldForgetReleasesAfterAWhileAndOpenCasesNever() {
        StoredCase released = CaseStores.aCase("anna", at(5), CLOSES_AT, EVENT);
        cases.open(released);
        cases.open(CaseStores.aCase("jan", at(6), CLOSES_AT, EVENT));
        cases.closeReleased(released, EVENT, Events.NOW);

        cases.forgetReleasesOlderThan(Duration.ofDays(1), Events.NOW.plus(Duration.ofDays(1)));
        assertThat(ofEvent("anna")).isNotNull();

        cases.forgetReleasesOlderThan(
                Duration.ofDays(1), Events.NOW.plus(Duration.ofDays(1)).plusMillis(1));
        assertThat(ofEvent("anna")).isNull();
        assertThat(ofEvent("jan")).isNotNull();
    }

    @Test
    void shouldForgetTheReleasesOfOneSubjectAlone() {
        for (String subject : List.of("anna", "anna-maria")) {
            StoredCase released = CaseStores.aCase(subject, at(5), CLOSES_AT, EVENT);
            cases.open(released);
            cases.closeReleased(released, EVENT, Events.NOW);
        }

        erased("anna", 10);

        assertThat(ofEvent("anna")).isNull();
        assertThat(ofEvent("anna-maria")).isNotNull();
    }

    private List<String> erased(String subject, int most) {
        List<String> erased = new ArrayList<>();
        cases.erase(subject.getBytes(UTF_8), most, closed -> erased.add(closed.caseId()));
        return erased;
    }

    private static byte[] identity(int n) {
        return Arrays.copyOf(new byte[] {(byte) n, 1}, 32);
    }

    private List<StoredCase.Outline> due(Instant at, int most) {
        List<StoredCase.Outline> found = new ArrayList<>();
        cases.eachDue(at, most, Long.MAX_VALUE, found::add);
        return found;
    }

    private CasesByEvent.Known ofEvent(String subject) {
        return cases.ofEvent(subject.getBytes(UTF_8), EVENT);
    }

    private String find(String subject, Origin origin) {
        StoredCase found = cases.find(subject.getBytes(UTF_8), origin.caseId());
        return found == null ? null : found.reviewCase().subjectId();
    }

    private static List<String> subjects(List<StoredCase.Outline> cases) {
        return cases.stream().map(each -> each.reviewCase().subjectId()).toList();
    }

    private static Origin at(long offset) {
        return new Origin("outbound-messages", 0, offset, Events.NOW.toEpochMilli());
    }
}
