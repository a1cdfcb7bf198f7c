// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.policy.AspectCodes;
import io.consentgate.policy.MessageOptions;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.PolicyOptions.HumanPattern;
import io.consentgate.policy.PolicyOptionsBuilder;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleMode;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.law.LawBook;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the policy's options from the configuration. */
public final class PolicySettings {

    private PolicySettings() {}

    /**
     * The options of a configuration.
     *
     * @throws InvalidConfig when a rule or basis is unknown, or a rule may not be observed
     */
    public static PolicyOptions of(GateConfig.Policy policy) {
        try {
            Map<RuleCode, RuleMode> modes = new EnumMap<>(RuleCode.class);
            policy.observe().forEach(code -> modes.put(RuleCode.of(code), RuleMode.OBSERVE));
            PolicyOptions options = PolicyOptionsBuilder.builder()
                    .modes(modes)
                    .acceptedRecordingBases(policy.recordingBases().stream()
                            .map(RecordingBasis::valueOf)
                            .collect(Collectors.toSet()))
                    .humanFloor(policy.humanFloor())
                    .humanWindow(policy.humanWindow())
                    .maxBatchSize(policy.humanBatchLimit())
                    .clockSkew(policy.clockSkew())
                    .humanPattern(new HumanPattern(
                            policy.humanPatternWindow(),
                            policy.humanPatternLeastChanged(),
                            policy.humanPatternDiverts()))
                    .jurisdictions(policy.jurisdictions())
                    .specialCategoryAspects(AspectCodes.SPECIAL_CATEGORIES.and(policy.specialCategoryAspects()))
                    .socialNetworkAspects(AspectCodes.SOCIAL_NETWORKS.and(policy.socialNetworkAspects()))
                    .creditDataFrom(policy.creditDataFrom())
                    .messages(new MessageOptions(
                            policy.conversationWindow(), policy.chatAdvertisingNeedsConsent(), policy.inquiryMaxAge()))
                    .contact(ContactSettings.of(policy.contact(), policy.jurisdictions()))
                    .build();
            LawBook.standard().requireLawOf(options.jurisdictions());
            return options;
        } catch (IllegalArgumentException e) {
            throw new InvalidConfig("policy: " + e.getMessage());
        }
    }
}
