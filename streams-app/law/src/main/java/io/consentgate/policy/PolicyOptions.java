// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.law.Poland;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator's settings. No setting turns a rule off.
 *
 * @param modes rules that are not in {@link RuleMode#ENFORCE}; a rule not named is enforced
 * @param acceptedRecordingBases grounds on which a call may be recorded; Polish practice is split, the default accepts
 *     consent only
 * @param humanFloor the least time in which a human can have decided
 * @param humanWindow how long before a decision its human can have signed
 * @param maxBatchSize the most decisions that a human may sign at once
 * @param clockSkew how far a publisher's clock may be ahead of the gate's
 * @param humanPattern when a human's decisions look like mere signatures
 * @param jurisdictions countries whose events are judged (ISO 3166 alpha-2); each must have a rule set here
 * @param specialCategoryAspects codes of profiled aspects that are of a special category (GDPR art. 9(1))
 * @param socialNetworkAspects codes of profiled aspects that come from social networks
 * @param creditDataFrom first day on which credit may not be decided from data of special categories or social
 *     networks; null while the rule only advises
 * @param messages settings for messages
 * @param contact settings for when and how often a person is approached
 */
@RecordBuilder
public record PolicyOptions(
        Map<RuleCode, RuleMode> modes,
        Set<RecordingBasis> acceptedRecordingBases,
        Duration humanFloor,
        Duration humanWindow,
        int maxBatchSize,
        Duration clockSkew,
        HumanPattern humanPattern,
        Set<String> jurisdictions,
        AspectCodes specialCategoryAspects,
        AspectCodes socialNetworkAspects,
        @Nullable LocalDate creditDataFrom,
        MessageOptions messages,
        ContactOptions contact) {

    /** @throws IllegalArgumentException if a value would make the gate fail open or can never be met */
    public PolicyOptions {
        modes = Map.copyOf(modes);
        acceptedRecordingBases = Set.copyOf(acceptedRecordingBases);
        jurisdictions = Set.copyOf(jurisdictions);
        modes.forEach((code, mode) -> {
            if (mode == RuleMode.OBSERVE && code.failsClosed()) {
                throw new IllegalArgumentException("Rule " + code + " cannot be set to observe: it holds back what the"
                        + " gate cannot judge or let go. Remove it from the rule modes.");
            }
        });
        if (acceptedRecordingBases.contains(RecordingBasis.UNKNOWN)) {
            throw new IllegalArgumentException("An unknown recording basis cannot be accepted. Name "
                    + RecordingBasis.CONSENT + ", " + RecordingBasis.LEGITIMATE_INTEREST + " or "
                    + RecordingBasis.LEGAL_OBLIGATION + ".");
        }
        if (humanFloor.isNegative()) {
            throw new IllegalArgumentException(
                    "The least time for a human decision is " + humanFloor + "; it has to be zero or more.");
        }
        if (humanWindow.compareTo(humanFloor) < 0) {
            throw new IllegalArgumentException("A human can have signed at most " + humanWindow
                    + " before the decision, and takes at least " + humanFloor
                    + " for it; the first has to be as long as the second or longer.");
        }
        if (maxBatchSize < 1) {
            throw new IllegalArgumentException(
                    "The most decisions signed at once is " + maxBatchSize + "; it has to be 1 or more.");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException(
                    "The tolerated clock skew is " + clockSkew + "; it has to be zero or more.");
        }
        if (jurisdictions.isEmpty()) {
            throw new IllegalArgumentException(
                    "No jurisdiction is named, so nothing could ever be cleared. Name one, e.g. " + Poland.COUNTRY
                            + ".");
        }
    }

    /**
     * Every rule enforced; recordings by consent; a human takes 30 s, signs singly and at most 30 days before; 5 min of
     * skew; Poland.
     */
    public static PolicyOptions defaults() {
        return PolicyOptionsBuilder.builder()
                .modes(Map.of())
                .acceptedRecordingBases(Set.of(RecordingBasis.CONSENT))
                .humanFloor(Duration.ofSeconds(30))
                .humanWindow(Duration.ofDays(30))
                .maxBatchSize(1)
                .clockSkew(Duration.ofMinutes(5))
                .humanPattern(HumanPattern.DEFAULT)
                .jurisdictions(Set.of(Poland.COUNTRY))
                .specialCategoryAspects(AspectCodes.SPECIAL_CATEGORIES)
                .socialNetworkAspects(AspectCodes.SOCIAL_NETWORKS)
                .messages(MessageOptions.DEFAULT)
                .contact(ContactOptions.DEFAULT)
                .build();
    }

    /** These options with one rule in another mode. */
    public PolicyOptions withMode(RuleCode code, RuleMode mode) {
        Map<RuleCode, RuleMode> changed = new EnumMap<>(RuleCode.class);
        changed.putAll(modes);
        changed.put(code, mode);
        return PolicyOptionsBuilder.builder(this).modes(changed).build();
    }

    public PolicyOptions withAcceptedRecordingBases(Set<RecordingBasis> bases) {
        return PolicyOptionsBuilder.builder(this).acceptedRecordingBases(bases).build();
    }

    public PolicyOptions withJurisdictions(Set<String> countries) {
        return PolicyOptionsBuilder.builder(this).jurisdictions(countries).build();
    }

    public PolicyOptions withHumanPattern(HumanPattern pattern) {
        return PolicyOptionsBuilder.builder(this).humanPattern(pattern).build();
    }

    public PolicyOptions withMessages(MessageOptions changed) {
        return PolicyOptionsBuilder.builder(this).messages(changed).build();
    }

    public PolicyOptions withContact(ContactOptions changed) {
        return PolicyOptionsBuilder.builder(this).contact(changed).build();
    }

    /**
     * When a human's decisions look like mere signatures, over many decisions.
     *
     * @param window number of latest decisions that count; the pattern needs all of them
     * @param leastChanged least share of them that must depart from the system, between 0 and 1
     * @param diverts whether the pattern holds decisions back; otherwise it is advice
     */
    public record HumanPattern(int window, double leastChanged, boolean diverts) {
        static final int SMALLEST_WINDOW = 50;
        static final HumanPattern DEFAULT = new HumanPattern(SMALLEST_WINDOW, 0.02, false);

        /** @throws IllegalArgumentException if the window is out of range, or the share could never be met */
        public HumanPattern {
            if (window < SMALLEST_WINDOW || window > 1_000) {
                throw new IllegalArgumentException("A human's pattern is drawn from " + window
                        + " decisions; it has to be from " + SMALLEST_WINDOW + " to 1000.");
            }
            if (!(leastChanged >= 0 && leastChanged <= 1)) {
                throw new IllegalArgumentException("The least share of departures from the system is " + leastChanged
                        + "; it has to lie between 0 and 1, e.g. 0.02.");
            }
        }
    }

    /**
     * Whether, under these options, a rule that can hold an event back only advises on a day.
     *
     * @param day by whose law an event is judged
     */
    public boolean onlyAdvises(RuleCode code, LocalDate day) {
        return switch (code) {
            case ADM_HUMAN_PATTERN -> !humanPattern.diverts();
            case MSG_CONTACT_FREQUENCY -> !contact.limitsDivert();
            case ADM_CREDIT_DATA -> creditDataFrom == null || day.isBefore(creditDataFrom);
            default -> false;
        };
    }

    /** Whether a rule depends on a setting of the operator that is not set. */
    public boolean isUnset(RuleCode code) {
        return switch (code) {
            case MSG_CONTACT_HOURS -> contact.hours().isEmpty();
            case MSG_CONTACT_FREQUENCY -> contact.limits().isEmpty();
            default -> false;
        };
    }

    public RuleMode mode(RuleCode code) {
        return modes.getOrDefault(code, RuleMode.ENFORCE);
    }
}
