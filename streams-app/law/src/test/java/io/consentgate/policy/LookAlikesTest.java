// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookAlikesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"ewa", "EWA", " Ewa ", "ewa\u200B", "e\u00ADwa", "ew\u0430", "\u0395WA", "\uFF45wa", "ewa\u00A0"
            })
    void shouldTakeForOneWhatNoReaderTellsApart(String other) {
        assertThat(LookAlikes.areAlike("ewa", other)).isTrue();
        assertThat(LookAlikes.areAlike(other, "ewa")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eva", "ewa2", "e wa", "ewą", "adam", ""})
    void shouldTellOthersApart(String other) {
        assertThat(LookAlikes.areAlike("ewa", other)).isFalse();
    }
}
