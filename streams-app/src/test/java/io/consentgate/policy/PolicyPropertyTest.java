// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Assessment.Cleared;
import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.NearlyLawful.DecisionCase;
import io.consentgate.policy.NearlyLawful.MessageCase;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.facts.Reliance;
import io.consentgate.policy.facts.SubjectKind;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.policy.rules.Catalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What holds for any input. How often each property is tried is set by {@code jqwik.tries.default}, save where what
 * matters is rare.
 */
class PolicyPropertyTest {
    private static final Policy POLICY = Policy.standard(PolicyOptions.defaults());
    /** One value in a thousand or two decides. */
    private static final int RARE = 5_000;
    /** Two of them do. */
    private static final int VERY_RARE = 40_000;

    private static final Set<Effect> SIGNIFICANT = EnumSet.of(
            Effect.CONTRACT_TERMS,
            Effect.PRICE,
            Effect.CONTRACT_REFUSAL,
            Effect.CONTRACT_TERMINATION,
            Effect.CREDIT,
            Effect.SIMILAR_SIGNIFICANT);

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldExplainEveryDiversionAndOfferOnlyWhatAllBrokenRulesLeaveOpen(
            @ForAll("messages") MessageCase message, @ForAll("decisions") DecisionCase decision) {
        assertExplained(message.assessedBy(POLICY), false);
        assertExplained(decision.assessedBy(POLICY), true);
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNeverClearMarketingWithoutAValidAndEvidencedGrant(@ForAll("messages") MessageCase given) {
        if (given.assessedBy(POLICY) instanceof Cleared && needsConsent(given.message())) {
            assertThat(given.consent())
                    .isInstanceOfSatisfying(
                            ConsentFacts.class,
                            record -> assertThat(record.consents())
                                    .anyMatch(consent -> isValidAndEvidenced(consent, given.message())));
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldNeverClearBecauseOfAWithdrawalOrRefusal(
            @ForAll("messages") MessageCase message,
            @ForAll("decisions") DecisionCase decision,
            @ForAll("restrictions") Consent restriction) {
        if (message.consent() instanceof ConsentFacts record && message.assessedBy(POLICY) instanceof Diverted) {
            assertThat(message.with(plus(record, restriction)).assessedBy(POLICY))
                    .isInstanceOf(Diverted.class);
        }
        if (decision.consent() instanceof ConsentFacts record && decision.assessedBy(POLICY) instanceof Diverted) {
            assertThat(decision.with(plus(record, restriction)).assessedBy(POLICY))
                    .isInstanceOf(Diverted.class);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = VERY_RARE)
    void shouldNeverClearBecauseOfAGrantThatIsNone(
            @ForAll("messages") MessageCase message, @ForAll("decisions") DecisionCase decision, @ForAll long seed) {
        if (message.consent() instanceof ConsentFacts record && message.assessedBy(POLICY) instanceof Diverted) {
            Consent grant = NearlyLawful.worthlessGrant(seed, message.message().channel());
            assertThat(message.with(plus(record, grant)).assessedBy(POLICY)).isInstanceOf(Diverted.class);
        }
        if (decision.consent() instanceof ConsentFacts record && decision.assessedBy(POLICY) instanceof Diverted) {
            Consent grant = NearlyLawful.worthlessGrant(seed, Channel.SMS);
            assertThat(decision.with(plus(record, grant)).assessedBy(POLICY)).isInstanceOf(Diverted.class);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldNeverClearBecauseOfAnObjection(
            @ForAll("messages") MessageCase message,
            @ForAll("decisions") DecisionCase decision,
            @ForAll("objections") Objection objection) {
        if (message.consent() instanceof ConsentFacts record && message.assessedBy(POLICY) instanceof Diverted) {
            assertThat(message.with(plus(record, objection)).assessedBy(POLICY)).isInstanceOf(Diverted.class);
        }
        if (decision.consent() instanceof ConsentFacts record && decision.assessedBy(POLICY) instanceof Diverted) {
            assertThat(decision.with(plus(record, objection)).assessedBy(POLICY))
                    .isInstanceOf(Diverted.class);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNeverClearAnUnknownThatMatters(
            @ForAll("messages") MessageCase message, @ForAll("decisions") DecisionCase decision) {
        if (hasUnknown(message)) {
            assertThat(message.assessedBy(POLICY)).isInstanceOf(Diverted.class);
        }
        if (hasUnknown(decision)) {
            assertThat(decision.assessedBy(POLICY)).isInstanceOf(Diverted.class);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldReportTheSameInWhateverOrderTheRulesAre(
            @ForAll("messages") MessageCase message, @ForAll("decisions") DecisionCase decision, @ForAll long seed) {
        List<Rule> shuffled = new ArrayList<>(Catalogue.rules());
        Collections.shuffle(shuffled, new Random(seed));
        Policy other = new Policy(shuffled, PolicyOptions.defaults());

        assertSame(message.assessedBy(other), message.assessedBy(POLICY));
        assertSame(decision.assessedBy(other), decision.assessedBy(POLICY));
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldReadARecordInWhateverOrderItIsListed(
            @ForAll("messages") MessageCase message, @ForAll("decisions") DecisionCase decision) {
        if (message.consent() instanceof ConsentFacts record) {
            assertThat(codes(message.with(reversed(record)).assessedBy(POLICY)))
                    .isEqualTo(codes(message.assessedBy(POLICY)));
        }
        if (decision.consent() instanceof ConsentFacts record) {
            assertThat(codes(decision.with(reversed(record)).assessedBy(POLICY)))
                    .isEqualTo(codes(decision.assessedBy(POLICY)));
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldReportAnObservedRuleAndDivertOnTheOthersOnly(
            @ForAll("messages") MessageCase message,
            @ForAll("decisions") DecisionCase decision,
            @ForAll("observable") RuleCode code) {
        Policy observing = Policy.standard(PolicyOptions.defaults().withMode(code, RuleMode.OBSERVE));

        assertObserved(message.assessedBy(POLICY), message.assessedBy(observing), code);
        assertObserved(decision.assessedBy(POLICY), decision.assessedBy(observing), code);
    }

    /** Properties over inputs that are all diverted, or never break a rule, would prove nothing. */
    @Test
    void shouldTryEveryRuleAndClearOften() {
        Set<RuleCode> spoken = EnumSet.noneOf(RuleCode.class);
        long clearedMessages = LongStream.range(0, 20_000)
                .mapToObj(seed -> NearlyLawful.message(seed).assessedBy(POLICY))
                .filter(assessment -> isCleared(assessment, spoken))
                .count();
        long clearedDecisions = LongStream.range(0, 20_000)
                .mapToObj(seed -> NearlyLawful.decision(seed).assessedBy(POLICY))
                .filter(assessment -> isCleared(assessment, spoken))
                .count();

        assertThat(clearedMessages).isBetween(4_000L, 16_000L);
        assertThat(clearedDecisions).isBetween(4_000L, 16_000L);
        assertThat(spoken)
                .containsExactlyInAnyOrderElementsOf(Catalogue.rules().stream()
                        .map(Rule::code)
                        .filter(code -> code != RuleCode.GATE_POLICY_ERROR)
                        .toList());
    }

    @Provide
    Arbitrary<MessageCase> messages() {
        return NearlyLawful.messages();
    }

    @Provide
    Arbitrary<DecisionCase> decisions() {
        return NearlyLawful.decisions();
    }

    @Provide
    Arbitrary<Consent> restrictions() {
        return NearlyLawful.restrictions();
    }

    @Provide
    Arbitrary<Objection> objections() {
        return NearlyLawful.objections();
    }

    @Provide
    Arbitrary<RuleCode> observable() {
        return Arbitraries.of(RuleCode.class).filter(code -> !code.failsClosed());
    }

    private static boolean isCleared(Assessment assessment, Set<RuleCode> spoken) {
        spoken.addAll(codes(assessment));
        assessment.advice().forEach(reason -> spoken.add(reason.code()));
        return assessment instanceof Cleared;
    }

    /** Marketing by declared purpose or by content, save in a chat that the person opened. Written apart on purpose. */
    private static boolean needsConsent(MessageFacts message) {
        return isMarketing(message) && !isTheirChat(message);
    }

    private static boolean isMarketing(MessageFacts message) {
        return Set.of(Purpose.DIRECT_MARKETING, Purpose.CONSENT_REQUEST).contains(message.purpose())
                || message.commercialContent() != CommercialContent.NONE;
    }

    private static boolean isTheirChat(MessageFacts message) {
        return message.channel() == Channel.CHAT && message.initiator() == Initiator.SUBJECT;
    }

    private static boolean reliesOnInquiry(MessageFacts message) {
        return message.purpose() == Purpose.INQUIRY_RESPONSE && !isTheirChat(message);
    }

    private static boolean isValidAndEvidenced(Consent consent, MessageFacts message) {
        Evidence evidence = consent.evidence();
        return consent.status() == ConsentStatus.GRANTED
                && consent.purpose() == ConsentPurpose.DIRECT_MARKETING
                && consent.controllerId().equals(message.controllerId())
                && consent.channel() == message.channel()
                && consent.grantedAt() != null
                && !consent.grantedAt()
                        .isAfter(NearlyLawful.AT.plus(POLICY.options().clockSkew()))
                && (consent.withdrawnAt() == null || consent.withdrawnAt().isBefore(consent.grantedAt()))
                && (consent.expiresAt() == null || consent.expiresAt().isAfter(NearlyLawful.AT))
                && Objects.equals(consent.contactRef(), message.contactRef())
                && (message.contactRef() != null
                        || Set.of(Channel.PUSH, Channel.MESSENGER, Channel.CHAT).contains(message.channel()))
                && Objects.equals(consent.contactKeyId(), message.contactKeyId())
                && evidence != null
                && evidence.reference() != null
                && !evidence.reference().isBlank()
                && evidence.capturedAt() != null
                && evidence.wordingId() != null
                && evidence.kind() != EvidenceKind.ORAL
                && evidence.kind() != EvidenceKind.UNKNOWN
                && (evidence.kind() != EvidenceKind.IMPORT || evidence.source() != null)
                && (evidence.kind() != EvidenceKind.ORAL_RECORDED || isRecordedByConsent(evidence))
                && evidence.statedPurposes().contains(ConsentPurpose.DIRECT_MARKETING)
                && evidence.statedChannels().contains(message.channel());
    }

    /** The person was asked before they spoke: the only ground for a recording that is accepted by default. */
    private static boolean isRecordedByConsent(Evidence evidence) {
        return evidence.recordingRef() != null
                && evidence.recordingBasis() == RecordingBasis.CONSENT
                && evidence.recordingConsentAt() != null
                && !evidence.recordingConsentAt().isAfter(evidence.capturedAt());
    }

    private static boolean hasUnknown(MessageCase given) {
        MessageFacts message = given.message();
        return message.channel() == Channel.UNKNOWN
                || message.purpose() == Purpose.UNKNOWN
                || message.commercialContent() == CommercialContent.UNKNOWN
                || message.trigger() == Trigger.UNKNOWN
                || message.initiator() == Initiator.UNKNOWN
                || (message.call() != null
                        && message.call().recorded()
                        && message.call().recordingBasis() == RecordingBasis.UNKNOWN)
                || ((isMarketing(message) || reliesOnInquiry(message))
                        && given.consent() instanceof ConsentView.Unreadable)
                || (given.consent() instanceof ConsentFacts record && hasUnknown(record, message));
    }

    private static boolean hasUnknown(ConsentFacts record, MessageFacts message) {
        Asked asked = new Asked(message.controllerId(), ConsentPurpose.DIRECT_MARKETING, message.channel());
        return (isMarketing(message) && asked.mayBeForbidden(record))
                || (needsConsent(message) && asked.restsOnUnknownEvidence(record))
                || (isMarketing(message)
                        && record.objections().stream()
                                .anyMatch(objection -> isUnknown(objection, message.controllerId())
                                        && record.consents().stream()
                                                .filter(consent -> isValidAndEvidenced(consent, message))
                                                .noneMatch(consent ->
                                                        consent.grantedAt().isAfter(objection.raisedAt()))))
                || (reliesOnInquiry(message)
                        && record.inquiries().stream()
                                .filter(inquiry -> inquiry.inquiryId().equals(message.inquiryId()))
                                .filter(inquiry -> inquiry.controllerId().equals(message.controllerId()))
                                .anyMatch(inquiry ->
                                        inquiry.kind() == InquiryKind.UNKNOWN || inquiry.channel() == Channel.UNKNOWN));
    }

    private static boolean isUnknown(Objection objection, String controllerId) {
        return objection.scope() == ObjectionScope.UNKNOWN
                && objection.controllerId().equals(controllerId);
    }

    private static boolean hasUnknown(DecisionCase given) {
        DecisionFacts decision = given.decision();
        return hasUnknownSymbol(decision)
                || ((needsDecisionConsent(decision)
                                || needsSpecialCategoryConsent(decision)
                                || isProfiledForMarketing(decision))
                        && given.consent() instanceof ConsentView.Unreadable)
                || (given.consent() instanceof ConsentFacts record && hasUnknown(record, decision));
    }

    private static boolean hasUnknown(ConsentFacts record, DecisionFacts decision) {
        Asked automated = new Asked(decision.controllerId(), ConsentPurpose.AUTOMATED_DECISION, null);
        Asked special = new Asked(decision.controllerId(), ConsentPurpose.SPECIAL_CATEGORY_PROCESSING, null);
        return (needsDecisionConsent(decision)
                        && (automated.mayBeForbidden(record) || automated.restsOnUnknownEvidence(record)))
                || (needsSpecialCategoryConsent(decision)
                        && (special.mayBeForbidden(record) || special.restsOnUnknownEvidence(record)))
                || (isProfiledForMarketing(decision)
                        && record.objections().stream()
                                .anyMatch(objection -> isUnknown(objection, decision.controllerId())));
    }

    /** The plain case: a machine alone decides on a person by their consent. */
    private static boolean needsDecisionConsent(DecisionFacts decision) {
        return decision.subjectKind() != SubjectKind.LEGAL_PERSON
                && decision.role() == DecisionRole.DECISION
                && decision.automation().mode() == AutomationMode.FULLY_AUTOMATED
                && decision.effects().stream().anyMatch(SIGNIFICANT::contains)
                && decision.ground() == Ground.EXPLICIT_CONSENT;
    }

    /** The plain case: no statute is named. */
    private static boolean needsSpecialCategoryConsent(DecisionFacts decision) {
        return decision.subjectKind() != SubjectKind.LEGAL_PERSON
                && decision.profiling() != null
                && decision.profiling().specialCategoryData()
                && decision.ground() != Ground.AUTHORISED_BY_LAW;
    }

    private static boolean isProfiledForMarketing(DecisionFacts decision) {
        return decision.subjectKind() != SubjectKind.LEGAL_PERSON
                && decision.profiling() != null
                && decision.profiling().forDirectMarketing();
    }

    private static boolean hasUnknownSymbol(DecisionFacts decision) {
        return decision.subjectKind() == SubjectKind.UNKNOWN
                || decision.role() == DecisionRole.UNKNOWN
                || decision.reliance() == Reliance.UNKNOWN
                || decision.automation().mode() == AutomationMode.UNKNOWN
                || decision.effects().contains(Effect.UNKNOWN)
                || decision.ground() == Ground.UNKNOWN;
    }

    private static void assertExplained(Assessment assessment, boolean isDecision) {
        if (!(assessment instanceof Diverted diverted)) {
            assertThat(assessment).isInstanceOf(Cleared.class);
            return;
        }
        assertThat(diverted.violations())
                .extracting(Reason::code)
                .doesNotHaveDuplicates()
                .doesNotContain(RuleCode.GATE_POLICY_ERROR);
        assertThat(diverted.violations()).allSatisfy(reason -> {
            assertThat(reason.facts()).isNotEmpty();
            assertThat(reason.en()).isNotEqualTo(reason.pl());
            assertThat(reason.factsByName().toString()).doesNotContain("tel1", "tel2");
        });
        assertThat(diverted.allowedOutcomes()).isEqualTo(intersection(diverted.violations(), isDecision));
    }

    private static void assertSame(Assessment one, Assessment other) {
        assertThat(codes(one)).isEqualTo(codes(other));
        assertThat(one.getClass()).isEqualTo(other.getClass());
        assertThat(new HashSet<>(one.advice())).isEqualTo(new HashSet<>(other.advice()));
        if (one instanceof Diverted diverted && other instanceof Diverted expected) {
            assertThat(diverted.allowedOutcomes()).isEqualTo(expected.allowedOutcomes());
            assertThat(new HashSet<>(diverted.violations())).isEqualTo(new HashSet<>(expected.violations()));
        }
    }

    private static void assertObserved(Assessment enforced, Assessment observed, RuleCode code) {
        Set<RuleCode> others = new HashSet<>(codes(enforced));
        boolean broken = others.remove(code);

        assertThat(codes(observed)).isEqualTo(others);
        assertThat(observed instanceof Cleared).isEqualTo(others.isEmpty());
        assertThat(observed.observed()).extracting(Reason::code).isEqualTo(broken ? List.of(code) : List.of());
        assertThat(observed.advice()).isEqualTo(enforced.advice());
    }

    private static Set<RuleCode> codes(Assessment assessment) {
        return assessment instanceof Diverted diverted
                ? diverted.violations().stream().map(Reason::code).collect(Collectors.toSet())
                : Set.of();
    }

    private static Set<Outcome> intersection(List<Reason> violations, boolean isDecision) {
        return EnumSet.allOf(Outcome.class).stream()
                .filter(outcome -> isDecision || !outcome.name().startsWith("DECIDE"))
                .filter(outcome -> outcome == Outcome.REJECT
                        || violations.stream()
                                .allMatch(reason -> reason.rule().releases().stream()
                                        .anyMatch(release -> release.outcomes().contains(outcome))))
                .collect(Collectors.toSet());
    }

    private static ConsentFacts plus(ConsentFacts record, Consent consent) {
        List<Consent> consents = new ArrayList<>(record.consents());
        consents.add(consent);
        return new ConsentFacts(
                record.subjectId(),
                record.version(),
                record.updatedAt(),
                consents,
                record.objections(),
                record.inquiries());
    }

    private static ConsentFacts plus(ConsentFacts record, Objection objection) {
        List<Objection> objections = new ArrayList<>(record.objections());
        objections.add(objection);
        return new ConsentFacts(
                record.subjectId(),
                record.version(),
                record.updatedAt(),
                record.consents(),
                objections,
                record.inquiries());
    }

    private static ConsentFacts reversed(ConsentFacts record) {
        List<Consent> consents = new ArrayList<>(record.consents());
        Collections.reverse(consents);
        List<Objection> objections = new ArrayList<>(record.objections());
        Collections.reverse(objections);
        return new ConsentFacts(
                record.subjectId(), record.version(), record.updatedAt(), consents, objections, record.inquiries());
    }

    /** What is looked for in a record; the channel is null where the purpose has none. */
    private record Asked(
            String controllerId,
            ConsentPurpose purpose,
            @Nullable Channel channel) {

        /** Whether an entry that may mean it is not understood, and no grant of it came later. */
        boolean mayBeForbidden(ConsentFacts record) {
            return record.consents().stream()
                    .filter(this::isUnknownAct)
                    .anyMatch(act ->
                            grants(record).noneMatch(grant -> grant.grantedAt().isAfter(timeOf(act))));
        }

        /** Whether there are grants of it, and the evidence of none is understood. */
        boolean restsOnUnknownEvidence(ConsentFacts record) {
            return grants(record).findAny().isPresent()
                    && grants(record).allMatch(grant -> isUnknown(grant.evidence()));
        }

        private Stream<Consent> grants(ConsentFacts record) {
            return record.consents().stream()
                    .filter(entry -> entry.status() == ConsentStatus.GRANTED
                            && entry.grantedAt() != null
                            && entry.controllerId().equals(controllerId)
                            && entry.purpose() == purpose
                            && (channel == null || entry.channel() == channel));
        }

        private boolean isUnknownAct(Consent entry) {
            boolean meant = entry.controllerId().equals(controllerId)
                    && (entry.purpose() == purpose || entry.purpose() == ConsentPurpose.UNKNOWN)
                    && (channel == null
                            || entry.channel() == null
                            || entry.channel() == channel
                            || entry.channel() == Channel.UNKNOWN);
            boolean unknownWithdrawal = entry.status() == ConsentStatus.WITHDRAWN
                    && (entry.purpose() == ConsentPurpose.UNKNOWN || entry.channel() == Channel.UNKNOWN);
            return meant && (entry.status() == ConsentStatus.UNKNOWN || unknownWithdrawal);
        }

        /** An act that does not say when it was came last. */
        private static Instant timeOf(Consent act) {
            if (act.withdrawnAt() == null) {
                return Instant.MAX;
            }
            return act.grantedAt() != null && act.grantedAt().isAfter(act.withdrawnAt())
                    ? act.grantedAt()
                    : act.withdrawnAt();
        }

        private static boolean isUnknown(@Nullable Evidence evidence) {
            return evidence != null
                    && (evidence.kind() == EvidenceKind.UNKNOWN
                            || (evidence.kind() == EvidenceKind.ORAL_RECORDED
                                    && evidence.recordingBasis() == RecordingBasis.UNKNOWN));
        }
    }
}
