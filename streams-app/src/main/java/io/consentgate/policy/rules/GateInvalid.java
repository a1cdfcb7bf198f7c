// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Grant;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.MessageFacts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field without which no rule can be judged, or fields that cannot all be true. A consent from the future is told from a
 * clock that is a little ahead by the tolerance in the options.
 */
final class GateInvalid implements MessageRule, DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.GATE_INVALID,
            RuleKind.DIVERTS,
            Set.of(),
            List.of(),
            "A field the rule needs is missing or contradictory.",
            "Brak pola wymaganego przez regułę albo pola są sprzeczne.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        String missing = missing("messageId", message.messageId(), message.subjectId(), message.controllerId());
        if (missing != null) {
            return Finding.broken(Facts.of(Fact.FIELD, missing));
        }
        Grant marketing = situation.grantReliedOn();
        Grant recording =
                situation.needsRecordingConsent() ? situation.recordingConsent().grant() : null;
        return fromTheFuture(situation.latestPlausible(), marketing, recording);
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        String missing = missing("decisionId", decision.decisionId(), decision.subjectId(), decision.controllerId());
        if (missing != null) {
            return Finding.broken(Facts.of(Fact.FIELD, missing));
        }
        boolean noneAmongOthers =
                decision.effects().contains(Effect.NONE) && decision.effects().size() > 1;
        if (decision.effects().isEmpty() || noneAmongOthers) {
            return Finding.broken(Facts.of(Fact.EFFECTS, decision.effects()));
        }
        Profiling profiling = decision.profiling();
        // Health is data of a special category whether it is known or inferred (GDPR art. 9(1); CJEU C-184/20).
        if (situation.concernsNaturalPerson()
                && profiling != null
                && profiling.evaluatesHealth()
                && !profiling.specialCategoryData()) {
            return Finding.broken(Facts.of(Fact.ASPECTS, Profiling.HEALTH).and(Fact.SPECIAL_CATEGORY_DATA, false));
        }
        Grant automated = situation.needsDecisionConsent()
                ? situation.consentTo(ConsentPurpose.AUTOMATED_DECISION).grant()
                : null;
        Grant special = situation.needsSpecialCategoryConsent()
                ? situation
                        .consentTo(ConsentPurpose.SPECIAL_CATEGORY_PROCESSING)
                        .grant()
                : null;
        return fromTheFuture(situation.latestPlausible(), automated, special);
    }

    private static @Nullable String missing(String idField, String id, String subjectId, String controllerId) {
        if (Text.isAbsent(id)) {
            return idField;
        }
        if (Text.isAbsent(subjectId)) {
            return "subjectId";
        }
        return Text.isAbsent(controllerId) ? "controllerId" : null;
    }

    private static Finding fromTheFuture(Instant latest, @Nullable Grant one, @Nullable Grant other) {
        Grant grant = one != null && one.isFromTheFuture(latest) ? one : other;
        if (grant == null || !grant.isFromTheFuture(latest)) {
            return Finding.kept();
        }
        Facts facts = Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.GRANTED_AT, grant.grantedAt());
        Evidence evidence = grant.consent().evidence();
        return Finding.broken(
                evidence != null && grant.isCapturedAfter(latest)
                        ? facts.and(Fact.CAPTURED_AT, evidence.capturedAt())
                        : facts);
    }
}
