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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
        assertThat(subjects(of("anna".getBytes(UTF_8)))).containsExactly("anna");
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

        assertThat(of("anna".getBytes(UTF_8))).extracting(StoredCase::origin).containsExactlyInAnyOrder(at(1), at(2));
        assertThat(of("ann".getBytes(UTF_8))).isEmpty();
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
        int row = cases.find("subject-0".getBytes(UTF_8), at(0).caseId()).toBytes().length;
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

        assertThat(rows(stores.byDeadline)).isOne();
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

        cases.forgetReleases("anna".getBytes(UTF_8));

        assertThat(ofEvent("anna")).isNull();
        assertThat(ofEvent("anna-maria")).isNotNull();
    }

    private List<StoredCase> of(byte[] subject) {
        List<StoredCase> found = new ArrayList<>();
        cases.eachOf(subject, found::add);
        return found;
    }

    private List<StoredCase> due(Instant at, int most) {
        List<StoredCase> found = new ArrayList<>();
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

    private static List<String> subjects(List<StoredCase> cases) {
        return cases.stream().map(each -> each.reviewCase().subjectId()).toList();
    }

    private static Origin at(long offset) {
        return new Origin("outbound-messages", 0, offset, Events.NOW.toEpochMilli());
    }
}
