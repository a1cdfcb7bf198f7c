// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Outcome;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFactsBuilder;
import io.consentgate.policy.facts.Minor;
import io.consentgate.policy.facts.OptOut;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.SubjectKind;
import io.consentgate.review.ReviewOptions.Conflict;
import io.consentgate.review.ReviewOptions.FourEyes;
import io.consentgate.review.ReviewOptions.Thresholds;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.LabelReference;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictFactsTrueClassificationBuilder;
import io.consentgate.review.facts.VerdictOutcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A case, an event and a verdict with nothing wrong about them; a test changes what it is about. */
final class VerdictFixture {

    static final Instant AT = Instant.parse("2026-11-02T09:00:00Z");
    static final Policy POLICY = Policy.standard(PolicyOptions.defaults());
    static final Thresholds THRESHOLDS =
            new Thresholds(50, 20, Duration.ofSeconds(30), 0.95, 5, Duration.ofMinutes(10), 1);
    static final ReviewOptions OPTIONS = new ReviewOptions(
            Duration.ofSeconds(20),
            Set.of("reviewer", "officer"),
            "officer",
            Set.of(new Conflict("author", "spring"), new Conflict("author", "churn")),
            FourEyes.PATTERN,
            THRESHOLDS,
            false,
            Duration.ofMinutes(5));

    String verdictId = "v1";
    String digest = "digest";
    String reviewer = "ewa";
    String role = "reviewer";
    Instant openedAt = AT.minusSeconds(180);
    List<String> evidence = List.of("event", "consent", "content", "amendment");
    int activeSeconds = 120;
    Instant decidedAt = AT;
    VerdictOutcome outcome = VerdictOutcome.REJECT;
    String rationale = "read against the contract";

    @Nullable
    TrueClassification truth;

    @Nullable
    Boolean excluded;

    @Nullable
    String second;

    @Nullable
    String confirms;

    @Nullable
    String explanation;

    @Nullable
    ByteBuffer content;

    boolean seen;
    boolean held = true;
    boolean readable = true;
    boolean control;
    boolean mustExclude;
    boolean escalated;
    boolean contentAsBefore;
    boolean eventReleased;
    Set<Outcome> allowed = EnumSet.allOf(Outcome.class);
    Instant closesAt = AT.plusSeconds(1);

    @Nullable
    Proposal proposal;

    ReviewedEvent event = new ReviewedEvent.Message(aServiceMessage(), message -> GateMemory.EMPTY);
    ConsentView consent = ConsentView.NoRecord.NO_RECORD;
    ReviewerFigures figures = ReviewerFigures.NONE;
    ReviewOptions options = OPTIONS;

    VerdictFacts verdict() {
        return new VerdictFacts(
                verdictId,
                "case-1",
                digest,
                "s1",
                reviewer,
                role,
                openedAt,
                evidence,
                activeSeconds,
                decidedAt,
                outcome,
                rationale,
                truth,
                excluded,
                second,
                confirms,
                explanation,
                content);
    }

    Ruling ruling() {
        ReviewCase openCase = new ReviewCase(
                "case-1",
                "digest",
                "s1",
                allowed,
                List.of("MSG-BASIS-UNSUPPORTED"),
                mustExclude,
                control,
                AT.minusSeconds(600),
                closesAt,
                escalated,
                proposal);
        return new ReviewPolicy(POLICY, options)
                .rule(new Review(
                        verdict(),
                        seen,
                        held ? openCase : null,
                        held && readable ? event : null,
                        contentAsBefore,
                        eventReleased,
                        consent,
                        figures,
                        AT));
    }

    /** Says that the event is something else than its publisher says. */
    void reclassify(TrueClassification trueClassification) {
        outcome = VerdictOutcome.RECLASSIFY;
        truth = trueClassification;
    }

    /** A classification that restates nothing yet; a test adds to it. */
    static VerdictFactsTrueClassificationBuilder truly() {
        return VerdictFactsTrueClassificationBuilder.builder().effects(Set.of()).references(List.of());
    }

    /** What shows a label, for each of these fields. */
    static List<LabelReference> shown(String... fields) {
        return Stream.of(fields)
                .map(field -> new LabelReference(field, "templates/" + field))
                .toList();
    }

    void message(MessageFacts message) {
        event = new ReviewedEvent.Message(message, facts -> GateMemory.EMPTY);
    }

    void decision(DecisionFacts decision) {
        event = new ReviewedEvent.Decision(decision, facts -> HumanHistory.EMPTY);
    }

    /** A reminder that clears without consent. */
    static MessageFacts aServiceMessage() {
        return new MessageFacts(
                "m1",
                "s1",
                "shop",
                "PL",
                Channel.SMS,
                Purpose.SERVICE_NOTICE,
                CommercialContent.NONE,
                null,
                Initiator.BUSINESS,
                AT.minusSeconds(700),
                null,
                null,
                "tel1",
                "k1",
                null,
                "account-1",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                OptOut.STOP_REPLY,
                true,
                null);
    }

    /** The same as part of a campaign. */
    static MessageFacts ofCampaign(String campaign) {
        return MessageFactsBuilder.builder(aServiceMessage())
                .campaignId(campaign)
                .build();
    }

    /** A refusal that a machine alone took from a profile. */
    static DecisionFacts aCreditRefusal(DecisionRole role, boolean specialCategory) {
        return aCreditRefusal(role, specialCategory, null);
    }

    static DecisionFacts aCreditRefusal(DecisionRole role, boolean specialCategory, @Nullable String contentKeyId) {
        return new DecisionFacts(
                "d1",
                "s1",
                SubjectKind.NATURAL,
                Minor.NO,
                "bank",
                "PL",
                AT.minusSeconds(700),
                null,
                role,
                null,
                new DecisionFacts.Profiling(
                        "churn",
                        "3",
                        specialCategory ? List.of("interests", "health") : List.of("interests"),
                        true,
                        specialCategory,
                        false),
                new DecisionFacts.Automation(AutomationMode.FULLY_AUTOMATED, null),
                Set.of(Effect.CREDIT),
                false,
                null,
                Ground.NONE,
                null,
                null,
                "e1",
                null,
                contentKeyId,
                null,
                null,
                null);
    }
}
