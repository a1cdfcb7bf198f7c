// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.PolicyOptions.HumanPattern;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleMode;
import io.consentgate.policy.facts.RecordingBasis;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The policy's options out of the configuration's words. */
final class PolicySettings {

    private PolicySettings() {}

    /** @throws InvalidConfig when a rule or basis is unknown, or a rule may not be observed */
    static PolicyOptions of(GateConfig.Policy policy) {
        try {
            Map<RuleCode, RuleMode> modes = new EnumMap<>(RuleCode.class);
            policy.observe().forEach(code -> modes.put(RuleCode.of(code), RuleMode.OBSERVE));
            return new PolicyOptions(
                    modes,
                    policy.recordingBases().stream()
                            .map(RecordingBasis::valueOf)
                            .collect(Collectors.toSet()),
                    policy.humanFloor(),
                    policy.humanBatchLimit(),
                    policy.clockSkew(),
                    new HumanPattern(
                            policy.humanPatternWindow(),
                            policy.humanPatternLeastChanged(),
                            policy.humanPatternDiverts()),
                    policy.jurisdictions());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfig("policy: " + e.getMessage());
        }
    }
}
