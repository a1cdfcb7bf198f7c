// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.consentgate.Events;
import io.consentgate.fuzz.Budget;
import io.consentgate.fuzz.FuzzedLine;
import io.consentgate.fuzz.FuzzedRegistry;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.serde.ContractRecord;
import io.consentgate.serde.InvalidJson;
import io.consentgate.serde.OfflineContract;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.OfflineGate;

/** Whatever stands in a file that is published or checked, each line is read, or is said to be none. */
class LineFuzzTest {

    private static final Policy POLICY = Policy.standard(PolicyOptions.defaults());
    private static final int LINES_OF_ONE_GATE = 1_000;

    private static OfflineContract contract = new OfflineContract();
    private static OfflineGate gate = new OfflineGate(POLICY, contract.reader());
    private static int lines;

    @FuzzTest
    void shouldReadALineOrRefuseIt(FuzzedDataProvider data) {
        if (++lines % LINES_OF_ONE_GATE == 0) {
            contract = new OfflineContract();
            gate = new OfflineGate(POLICY, contract.reader());
        }
        ContractRecord kind = data.pickValue(ContractRecord.values());
        String line = FuzzedLine.of(data, FuzzedRegistry.schemaOf(kind));

        Budget.of(line.length(), () -> {
            try {
                check(line);
                contract.encode(kind, line);
            } catch (InvalidJson | UndecodableException e) {
                // So it says.
            }
        });
    }

    private static void check(String line) throws InvalidJson, UndecodableException {
        if (CheckedLine.isConsent(line)) {
            var erased = Erasure.subjectOf(line);
            if (erased.isPresent()) {
                gate.erase(erased.get(), Events.NOW);
            } else {
                gate.keep(contract.encode(ContractRecord.CONSENT_STATE, line), Events.NOW);
            }
            return;
        }
        var kind = CheckedLine.kindOf(line);
        if (kind.isPresent() && kind.get() == CheckCommand.Kind.MESSAGE) {
            gate.message(contract.encode(ContractRecord.OUTBOUND_MESSAGE, line), Events.NOW);
        } else if (kind.isPresent()) {
            gate.decision(contract.encode(ContractRecord.OFFER_DECISION, line), Events.NOW);
        }
    }
}
