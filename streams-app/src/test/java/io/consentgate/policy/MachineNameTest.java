// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system",
                "SYSTEM",
                "auto",
                "Automat",
                "bot",
                "[bot]",
                "model",
                "scoring-model",
                "service_account",
                "użytkownik techniczny",
                "proces automatyczny",
                "AI",
                "Automated decision engine (technical user account)"
            })
    void shouldKnowAMachineByItsName(String reference) {
        assertThat(MachineName.is(reference)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"r-17", "u-4711", "ai-17", "anna.k", "Botwińska", "Modelska", "system administrator Anna K.", ""
            })
    void shouldTakeWhatMayBeAPseudonym(String reference) {
        assertThat(MachineName.is(reference)).isFalse();
    }
}
