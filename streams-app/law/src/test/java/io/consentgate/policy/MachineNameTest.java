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
                "Automated decision engine (technical user account)",
                "SYSTEM-1",
                "system1",
                "bot2",
                "svc-scoring",
                "API-1",
                "rpa01",
                "robot7",
                "batch-user-1",
                "auto_approve",
                "admin",
                "admin1",
                "root",
                "daemon",
                "agent",
                "ai-agent",
                "ai-17",
                "CRM",
                "service-account-7",
                "konto-techniczne-2",
                "gpt-4",
                "credit-model",
                "score-v2",
                "scoringbot3",
                "ServiceAccount",
                "s\u0443stem",
                "system@bank.pl",
                "silnik decyzyjny",
                "rules engine",
                "moduł decyzyjny",
                "moduł scoringowy 2",
                "proces zautomatyzowany",
                "algorytm obsługi klienta",
                "pricing-engine",
                "user"
            })
    void shouldKnowAMachineByItsName(String reference) {
        assertThat(MachineName.is(reference)).isTrue();
        assertThat(MachineName.isOfMachinesAlone(reference)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r-17",
                "u-4711",
                "4711",
                "emp-4711",
                "reviewer-7",
                "user-17",
                "konto-12",
                "agent-7",
                "anna.kowalska",
                "jan.bot",
                "automation/anna.kowalska",
                "anna.k",
                "anna.kowalska@bank.pl",
                "Botwińska",
                "Modelska",
                "Adminiak",
                "system administrator Anna K.",
                ""
            })
    void shouldTakeWhatMayBeAPseudonym(String reference) {
        assertThat(MachineName.is(reference)).isFalse();
        assertThat(MachineName.isOfMachinesAlone(reference)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"credit-risk-7", "Credit_Risk_7", "model credit-risk-7", "credit-risk-7-v2", "credit risk 7 bot"
            })
    void shouldKnowAModelByItsOwnName(String reference) {
        assertThat(MachineName.isOf(reference, "credit-risk-7")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"emp-7", "credit-risk-8", "anna credit-risk-7", "credit-risk-7-114", "7", ""})
    void shouldTakeNobodyElseForAModel(String reference) {
        assertThat(MachineName.isOf(reference, "credit-risk-7")).isFalse();
        assertThat(MachineName.isOf(reference, " ")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bot",
                "SYSTEM",
                "scoring engine",
                "AI agent",
                "proces automatyczny",
                "auto approver",
                "RPA",
                "credit bot"
            })
    void shouldKnowTheRoleOfAMachine(String role) {
        assertThat(MachineName.isRole(role)).isTrue();
        assertThat(MachineName.isOfMachineRolesAlone(role)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credit officer",
                "risk",
                "approver",
                "admin",
                "customer service",
                "system administrator",
                "agent",
                "loan application approver",
                "model risk",
                "scoring",
                ""
            })
    void shouldKnowTheRoleOfAPerson(String role) {
        assertThat(MachineName.isRole(role)).isFalse();
        assertThat(MachineName.isOfMachineRolesAlone(role)).isFalse();
    }
}
