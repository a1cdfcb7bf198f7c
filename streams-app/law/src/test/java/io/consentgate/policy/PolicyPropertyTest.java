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
import io.consentgate.policy.facts.ConsentFactsBuilder;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ControllerKind;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Automation;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.DecisionFactsBuilder;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Minor;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.facts.Reliance;
import io.consentgate.policy.facts.SubjectKind;
import io.consentgate.policy.facts.Surface;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.rules.Catalogue;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    private static final PolicyOptions OPTIONS = PolicyOptionsBuilder.builder(PolicyOptions.defaults())
            .jurisdictions(Set.of("PL", "DE"))
            .creditDataFrom(LocalDate.of(2026, 11, 1))
            .contact(new ContactOptions(
                    List.of(new ContactHours(
                            Channel.MMS, Set.of(DayOfWeek.TUESDAY), true, LocalTime.of(9, 0), LocalTime.of(20, 0))),
                    List.of(new ContactLimit(Channel.SMS, 2, Duration.ofDays(1))),
                    true,
                    Map.of(),
                    PublicHolidays.NONE))
            .build();
    private static final Policy POLICY = Policy.standard(OPTIONS);
    /** One value in a thousand or two decides. */
    private static final int RARE = 5_000;
    /** Two of them do. */
    private static final int VERY_RARE = 40_000;

    private static final Instant LATEST =
            NearlyLawful.AT.plus(PolicyOptions.defaults().clockSkew());

    private static final Set<Trigger> PROMOTIONAL = EnumSet.of(
            Trigger.HOLIDAY,
            Trigger.BIRTHDAY,
            Trigger.NAME_DAY,
            Trigger.LAPSED_PURCHASE,
            Trigger.ABANDONED_BASKET,
            Trigger.CAMPAIGN);

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
        if (given.assessedBy(POLICY) instanceof Cleared && needsConsent(given)) {
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
    void shouldNeverClearAMachinesDecisionWithoutAGroundAndItsSafeguards(@ForAll("decisions") DecisionCase given) {
        if (isDecidedByMachine(given.decision()) && given.assessedBy(POLICY) instanceof Cleared) {
            assertGrounded(given.decision());
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNeverClearADecisionBecauseMoreIsDoneOrLessIsShown(@ForAll("decisions") DecisionCase given) {
        if (given.assessedBy(POLICY) instanceof Diverted) {
            assertThat(worse()).allSatisfy(change -> {
                DecisionFacts changed = change.apply(given.decision());
                assertThat(new DecisionCase(changed, given.consent(), given.history()).assessedBy(POLICY))
                        .as("%s%nchanged to %s", given, changed)
                        .isInstanceOf(Diverted.class);
            });
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
        Policy other = Policy.of(LawBook.of(shuffled), OPTIONS);

        assertSame(message.assessedBy(other), message.assessedBy(POLICY));
        assertSame(decision.assessedBy(other), decision.assessedBy(POLICY));
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNeverClearBecauseOfAContact(
            @ForAll("messages") MessageCase message, @ForAll("instants") Instant contact) {
        assertThat(codes(message.after(contact).assessedBy(POLICY))).containsAll(codes(message.assessedBy(POLICY)));
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
        Policy observing = Policy.standard(OPTIONS.withMode(code, RuleMode.OBSERVE));

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

        assertThat(clearedMessages).isBetween(3_000L, 16_000L);
        assertThat(clearedDecisions).isBetween(4_000L, 16_000L);
        assertThat(spoken)
                .containsExactlyInAnyOrderElementsOf(Catalogue.rules().stream()
                        .map(Rule::code)
                        .filter(code -> code != RuleCode.GATE_POLICY_ERROR)
                        .distinct()
                        .toList());
    }

    @Provide
    Arbitrary<Instant> instants() {
        return NearlyLawful.instants();
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

    /** Marketing by declared purpose or by content, save in the person's conversation. Written apart on purpose. */
    private static boolean needsConsent(MessageCase given) {
        MessageFacts message = given.message();
        boolean advertises = message.purpose() == Purpose.DIRECT_MARKETING
                || Set.of(CommercialContent.ANCILLARY, CommercialContent.PRIMARY, CommercialContent.UNKNOWN)
                        .contains(message.commercialContent());
        boolean free = isInTheirConversation(message) && (!advertises || message.channel() == Channel.CHAT);
        return isMarketing(given) && !free;
    }

    private static boolean isMarketing(MessageCase given) {
        MessageFacts message = given.message();
        boolean bare = message.commercialContent() == CommercialContent.NONE
                || (message.commercialContent() == CommercialContent.REQUESTED && isAskedFor(given));
        return !bare
                || Set.of(Purpose.DIRECT_MARKETING, Purpose.CONSENT_REQUEST).contains(message.purpose());
    }

    /** Of an inquiry only that there is one: whether it is open and by this way is asked of what clears. */
    private static boolean isAskedFor(MessageCase given) {
        return isInTheirConversation(given.message())
                || (given.message().purpose() == Purpose.INQUIRY_RESPONSE
                        && given.assessedBy(POLICY) instanceof Cleared);
    }

    /** The plain case: they wrote within the last day, and nothing says that others got the same. */
    private static boolean isInTheirConversation(MessageFacts message) {
        boolean theirs = message.initiator() == Initiator.SUBJECT
                && (message.channel() == Channel.CHAT
                        || (message.channel() == Channel.MESSENGER && message.contactRef() != null));
        if (!theirs || isSentToMany(message)) {
            return false;
        }
        Instant at = message.sentAt() == null ? NearlyLawful.AT : message.sentAt();
        return message.conversation() == null
                ? message.purpose() == Purpose.INQUIRY_RESPONSE && message.commercialContent() == CommercialContent.NONE
                : !message.conversation().lastFromSubjectAt().isBefore(at.minus(Duration.ofHours(24)))
                        && !message.conversation().lastFromSubjectAt().isAfter(LATEST);
    }

    private static boolean isSentToMany(MessageFacts message) {
        boolean bareContract = message.purpose() == Purpose.CONTRACT_PERFORMANCE
                && message.commercialContent() == CommercialContent.NONE;
        return message.campaignId() != null
                || (message.audienceId() != null && !message.audienceId().isBlank())
                || PROMOTIONAL.contains(message.trigger() == null ? Trigger.MANUAL : message.trigger())
                || (message.trigger() == Trigger.LOYALTY && !bareContract);
    }

    private static boolean reliesOnInquiry(MessageFacts message) {
        return message.purpose() == Purpose.INQUIRY_RESPONSE && !isInTheirConversation(message);
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
                && isForContact(consent, message)
                && (message.contactRef() != null
                        || Set.of(Channel.PUSH, Channel.MESSENGER, Channel.CHAT).contains(message.channel()))
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

    private static boolean isForContact(Consent consent, MessageFacts message) {
        return isSameContact(consent, message.contactRef(), message.contactKeyId())
                || (message.contactRefPrevious() != null
                        && isSameContact(consent, message.contactRefPrevious(), message.contactKeyIdPrevious()));
    }

    private static boolean isSameContact(Consent consent, @Nullable String ref, @Nullable String keyId) {
        return Objects.equals(consent.contactRef(), ref) && Objects.equals(consent.contactKeyId(), keyId);
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
                || (message.trigger() == Trigger.UNKNOWN && message.purpose() != Purpose.LEGAL_OBLIGATION)
                || message.initiator() == Initiator.UNKNOWN
                || (message.call() != null
                        && message.call().recorded()
                        && message.call().recordingBasis() == RecordingBasis.UNKNOWN)
                || ((isMarketing(given) || reliesOnInquiry(message))
                        && given.consent() instanceof ConsentView.Unreadable)
                || (given.consent() instanceof ConsentFacts record && hasUnknown(record, given));
    }

    private static boolean hasUnknown(ConsentFacts record, MessageCase given) {
        MessageFacts message = given.message();
        Asked asked = new Asked(message.controllerId(), ConsentPurpose.DIRECT_MARKETING, message.channel(), message);
        return (isMarketing(given) && asked.mayBeForbidden(record))
                || (needsConsent(given) && asked.restsOnUnknownEvidence(record))
                || (isMarketing(given)
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
        Asked automated = new Asked(decision.controllerId(), ConsentPurpose.AUTOMATED_DECISION, null, null);
        Asked special = new Asked(decision.controllerId(), ConsentPurpose.SPECIAL_CATEGORY_PROCESSING, null, null);
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
                && (decision.profiling().forDirectMarketing()
                        || (decision.profiling().inference()
                                && decision.effects().contains(Effect.ADVERT_SHOWN)));
    }

    private static boolean hasUnknownSymbol(DecisionFacts decision) {
        return decision.subjectKind() == SubjectKind.UNKNOWN
                || decision.role() == DecisionRole.UNKNOWN
                || decision.reliance() == Reliance.UNKNOWN
                || decision.automation().mode() == AutomationMode.UNKNOWN
                || decision.effects().contains(Effect.UNKNOWN)
                || decision.ground() == Ground.UNKNOWN
                || decision.surface() == Surface.UNKNOWN;
    }

    /** A machine decides on a person, by a score that settles the outcome or by itself, whatever it is called. Written apart on purpose. */
    private static boolean isDecidedByMachine(DecisionFacts decision) {
        boolean settles = decision.role() == DecisionRole.SCORE && decision.reliance() != Reliance.INFORMATIVE;
        boolean has = decision.termsIndividualised()
                || (decision.priceDelta() != null && decision.priceDelta() != 0)
                || decision.effects().stream().anyMatch(SIGNIFICANT::contains);
        return decision.subjectKind() != SubjectKind.LEGAL_PERSON
                && has
                && (settles || decision.automation().mode() == AutomationMode.FULLY_AUTOMATED);
    }

    private static void assertGrounded(DecisionFacts decision) {
        assertThat(decision.safeguards()).isNotNull().satisfies(safeguards -> {
            assertThat(safeguards.humanIntervention()).isTrue();
            assertThat(safeguards.expressView()).isTrue();
            assertThat(safeguards.contest()).isTrue();
            assertThat(safeguards.informed()).isTrue();
            if (decision.ground() == Ground.AUTHORISED_BY_LAW) {
                assertThat(safeguards.explanation()).isTrue();
            }
        });
        assertThat(decision.ground()).isNotIn(Ground.NONE, Ground.UNKNOWN);
        if (decision.ground() == Ground.CONTRACT_NECESSITY) {
            assertThat(decision.groundReference()).isNotBlank();
        }
        if (decision.ground() == Ground.AUTHORISED_BY_LAW) {
            boolean insured = decision.controllerKind() == ControllerKind.INSURER;
            assertThat(decision.groundReference()).contains(insured ? "UDUiR" : "Prawo bankowe");
            assertThat(decision.effects())
                    .doesNotContain(Effect.CONTRACT_TERMINATION, Effect.OFFER_SHOWN, Effect.ADVERT_SHOWN, Effect.NONE)
                    .doesNotContain(insured ? Effect.CREDIT : Effect.PRICE);
            assertThat(insured || decision.effects().contains(Effect.CREDIT)).isTrue();
        }
    }

    /** Changes by which more is done to the person, or less is shown for it. */
    private static List<UnaryOperator<DecisionFacts>> worse() {
        return List.of(
                decision -> with(decision, changed -> changed.safeguards(null)),
                decision -> with(decision, changed -> changed.groundReference(null)),
                decision -> with(decision, changed -> changed.controllerKind(null)),
                decision -> with(decision, changed -> changed.requestRef(null)),
                decision -> with(decision, changed -> changed.termsIndividualised(true)),
                decision -> with(decision, changed -> changed.minor(Minor.YES)),
                decision -> with(decision, changed -> changed.expiresAt(NearlyLawful.AT)),
                decision -> decision.surface() == Surface.UNKNOWN
                        ? decision
                        : with(decision, changed -> changed.surface(Surface.INBOX)),
                decision -> decision.ground() == Ground.UNKNOWN
                        ? decision
                        : with(decision, changed -> changed.ground(Ground.NONE)),
                decision -> decision.ground() == Ground.NONE
                                && decision.automation().mode() != AutomationMode.UNKNOWN
                        ? with(
                                decision,
                                changed -> changed.automation(new Automation(AutomationMode.FULLY_AUTOMATED, null)))
                        : decision,
                decision -> decision.role() == DecisionRole.SCORE && decision.reliance() != Reliance.UNKNOWN
                        ? with(decision, changed -> changed.reliance(Reliance.DETERMINING))
                        : decision,
                PolicyPropertyTest::withMarketingProfile,
                PolicyPropertyTest::withAnotherEffect);
    }

    private static DecisionFacts withMarketingProfile(DecisionFacts decision) {
        Profiling profiling = decision.profiling();
        return profiling == null
                ? decision
                : with(
                        decision,
                        changed -> changed.profiling(new Profiling(
                                profiling.modelId(),
                                profiling.modelVersion(),
                                profiling.aspects(),
                                true,
                                profiling.specialCategoryData(),
                                true)));
    }

    /** Not where an effect was missing from the label: to state it is an improvement. */
    private static DecisionFacts withAnotherEffect(DecisionFacts decision) {
        boolean understated = decision.effects().stream().noneMatch(SIGNIFICANT::contains);
        if (understated || decision.ground() == Ground.AUTHORISED_BY_LAW) {
            return decision;
        }
        Set<Effect> effects = EnumSet.of(Effect.CONTRACT_TERMINATION);
        effects.addAll(decision.effects());
        return with(decision, changed -> changed.effects(effects));
    }

    private static DecisionFacts with(DecisionFacts decision, UnaryOperator<DecisionFactsBuilder> change) {
        return change.apply(DecisionFactsBuilder.builder(decision)).build();
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
            assertThat(reason.text(Language.ENGLISH)).isNotEqualTo(reason.text(Language.POLISH));
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
        return ConsentFactsBuilder.builder(record).consents(consents).build();
    }

    private static ConsentFacts plus(ConsentFacts record, Objection objection) {
        List<Objection> objections = new ArrayList<>(record.objections());
        objections.add(objection);
        return ConsentFactsBuilder.builder(record).objections(objections).build();
    }

    private static ConsentFacts reversed(ConsentFacts record) {
        List<Consent> consents = new ArrayList<>(record.consents());
        Collections.reverse(consents);
        List<Objection> objections = new ArrayList<>(record.objections());
        Collections.reverse(objections);
        return ConsentFactsBuilder.builder(record)
                .consents(consents)
                .objections(objections)
                .build();
    }

    /** What is looked for in a record; channel and message are null where the purpose has none. */
    private record Asked(
            String controllerId,
            ConsentPurpose purpose,
            @Nullable Channel channel,
            @Nullable MessageFacts message) {

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
            return meant
                    && !isForAnotherContact(entry)
                    && (entry.status() == ConsentStatus.UNKNOWN || unknownWithdrawal);
        }

        private boolean isForAnotherContact(Consent entry) {
            return message != null
                    && message.contactRef() != null
                    && entry.contactRef() != null
                    && Objects.equals(message.contactKeyId(), entry.contactKeyId())
                    && !message.contactRef().equals(entry.contactRef());
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
