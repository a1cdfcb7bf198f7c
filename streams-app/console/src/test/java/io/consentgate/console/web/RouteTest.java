// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "'', /session, SESSION",
        "'', /session/, SESSION",
        "/gate, /gate/session, SESSION",
        "'', /subjects/session, SUBJECT",
        "'', /cases/live, CASE",
        "'', /cases/queue/live, CASE_LIVE",
        "'', /queue/live, QUEUE_LIVE",
        "/gate, /gate/cases/a%2Fb/live, CASE_LIVE"
    })
    void shouldBeAskedByItsOwnPathAlone(String base, String requested, Route asked) {
        assertThat(Arrays.stream(Route.values())
                        .filter(route -> route.method().equals(asked.method()) && route.isAskedBy(base, requested)))
                .containsExactly(asked);
    }

    @ParameterizedTest
    @CsvSource({"/gate, /session", "'', /gate/session", "'', /cases//live", "'', /session/live"})
    void shouldNotBeAskedByWhatOnlyEndsLikeIt(String base, String requested) {
        assertThat(Route.SESSION.isAskedBy(base, requested)).isFalse();
        assertThat(Route.QUEUE_LIVE.isAskedBy(base, requested)).isFalse();
        assertThat(Route.CASE_LIVE.isAskedBy(base, requested)).isFalse();
    }
}
