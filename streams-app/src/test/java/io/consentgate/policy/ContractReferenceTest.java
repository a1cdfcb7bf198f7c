// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "umowa",
                "UMOWA",
                "Umowa kredytowa",
                "contract",
                "the contract",
                "loan agreement",
                "Terms & Conditions",
                "T&C",
                "regulamin",
                "umowa z klientem",
                "art. 22 ust. 2 lit. a RODO",
                "Art. 22(2)(a) GDPR",
                "art. 6 ust. 1 lit. b RODO, umowa",
                "Rozporządzenie (UE) 2016/679, art. 22",
                "RODO",
                "Niezbędność do zawarcia i wykonania umowy kredytu z klientem: art. 22 ust. 2 lit. a rozporządzenia"
                        + " (UE) 2016/679 (RODO), art. 6 ust. 1 lit. b rozporządzenia (UE) 2016/679 (RODO),"
                        + " regulamin i ogólne warunki umów"
            })
    void shouldFindThatNoContractIsNamed(String reference) {
        assertThat(ContractReference.isGiven(reference)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1",
                "contract-7",
                "umowa 17/2026",
                "UMOWA-2026-00017",
                "umowa z Kowalskim",
                "art. 22 RODO, umowa 17",
                "contract 12, GDPR art. 22",
                "§ 5 regulaminu",
                "OWU/2026/3"
            })
    void shouldTakeWhatNamesOne(String reference) {
        assertThat(ContractReference.isGiven(reference)).isTrue();
    }
}
