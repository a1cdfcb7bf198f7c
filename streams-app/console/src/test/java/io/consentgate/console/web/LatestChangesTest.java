// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.cases.CaseChange;
import org.junit.jupiter.api.Test;

class LatestChangesTest {

    private final LatestChanges changes = new LatestChanges(100);

    private void change(String caseId, CaseChange.Kind kind, long number) {
        changes.add(new CaseChange(caseId, "subject", kind), number);
    }

    @Test
    void shouldTellOfTheLastChangeAfterAPageWasMade() {
        change("a", CaseChange.Kind.CLAIMED, 101);
        change("b", CaseChange.Kind.CLAIMED, 102);
        change("a", CaseChange.Kind.CLOSED, 103);

        assertThat(changes.since("a", 102)).hasValue(CaseChange.Kind.CLOSED);
        assertThat(changes.since("a", 103)).isEmpty();
        assertThat(changes.since("b", 102)).isEmpty();
        assertThat(changes.since("c", 100)).isEmpty();
    }

    @Test
    void shouldKnowNothingOfWhatWasBeforeIt() {
        assertThat(changes.reachBackTo(99)).isFalse();
        assertThat(changes.reachBackTo(100)).isTrue();
    }

    @Test
    void shouldForgetTheEldestAndSaySo() {
        change("first", CaseChange.Kind.CLOSED, 101);
        for (int i = 0; i < LatestChanges.MOST; i++) {
            change("case-" + i, CaseChange.Kind.ARRIVED, 200 + i);
        }

        assertThat(changes.since("first", 100)).isEmpty();
        assertThat(changes.reachBackTo(100)).as("it may have changed").isFalse();
        assertThat(changes.reachBackTo(101)).isTrue();
        assertThat(changes.since("case-0", 199)).hasValue(CaseChange.Kind.ARRIVED);
    }
}
