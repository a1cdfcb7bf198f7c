// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.cases.ReviewDesk.Progress;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleHealthTest {

    private final StubDesk desk = new StubDesk();
    private ConsoleUnderTest console;

    @BeforeEach
    void open() {
        console = ConsoleUnderTest.demo(desk);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, STARTING, 503",
        "true, false, false, UP, 200",
        "true, true, false, DEGRADED, 200",
        "true, false, true, DOWN, 503",
        "true, true, true, DOWN, 503",
        "false, true, true, DOWN, 503"
    })
    void shouldTellHowTheIndexIs(boolean caughtUp, boolean failing, boolean stopped, String state, int status) {
        desk.progress = new Progress(caughtUp, 7, failing, stopped);

        HttpResponse<String> health = console.visitor().get("/health");

        assertThat(health.body()).isEqualTo(state);
        assertThat(health.statusCode()).isEqualTo(status);
    }
}
