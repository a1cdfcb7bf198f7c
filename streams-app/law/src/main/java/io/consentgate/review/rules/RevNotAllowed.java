// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Reference;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.ReviewedEvent;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verdict asks for an outcome that all broken rules leave open. It states what this outcome needs, and nothing that
 * belongs to another outcome. Escalating decides nothing and is always open.
 */
final class RevNotAllowed implements VerdictRule {
    static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.REV_NOT_ALLOWED)
            .restsOn(GDPR.article(5).paragraph(1).letter("a"), GDPR.article(5).paragraph(2));

    private static final int LONGEST_TEXT = 1_024;

    /**
     * Together with the largest event under the broker's default limit, the content must fit into the outgoing record.
     */
    private static final int LARGEST_CONTENT = 512 * 1024;

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(VerdictSituation situation) {
        VerdictFacts verdict = situation.verdict();
        Facts wrong = classification(content(length(verdict), situation), verdict, situation.event());
        wrong = explanation(wrong, situation);
        ReviewCase openCase = situation.openCase();
        if (openCase != null) {
            wrong = specialCategory(outcome(wrong, verdict, openCase), verdict, openCase);
        }
        return wrong.isEmpty() ? Finding.kept() : Finding.broken(wrong.and(Fact.OUTCOME, verdict.outcome()));
    }

    /** The release, and the case in which a proposal waits, repeat these texts. */
    private static Facts length(VerdictFacts verdict) {
        TrueClassification truth = verdict.trueClassification();
        Map<String, Optional<String>> texts = new LinkedHashMap<>();
        texts.put("evidenceOpened", Optional.of(String.join(" ", verdict.evidenceOpened())));
        texts.put("explanationRef", Optional.ofNullable(verdict.explanationRef()));
        if (truth != null) {
            texts.put("trueClassification.basisRef", Optional.ofNullable(truth.basisRef()));
            texts.put(
                    "trueClassification.references",
                    truth.references().stream()
                            .map(shown -> shown.field() + " " + shown.reference())
                            .max(Comparator.comparingInt(String::length)));
        }
        return texts.entrySet().stream()
                .filter(text -> text.getValue().orElse("").length() > LONGEST_TEXT)
                .findFirst()
                .map(tooLong -> Facts.of(Fact.FIELD, tooLong.getKey()))
                .orElse(Facts.NONE);
    }

    private static Facts outcome(Facts wrong, VerdictFacts verdict, ReviewCase openCase) {
        if (verdict.outcome() == VerdictOutcome.ESCALATE) {
            return wrong;
        }
        boolean allowed = decided(verdict.outcome())
                .filter(openCase.allowedOutcomes()::contains)
                .isPresent();
        return allowed ? wrong : wrong.and(Fact.ALLOWED_OUTCOMES, openCase.allowedOutcomes());
    }

    private static Optional<Outcome> decided(VerdictOutcome outcome) {
        return switch (outcome) {
            case REJECT -> Optional.of(Outcome.REJECT);
            case RECLASSIFY -> Optional.of(Outcome.RECLASSIFY);
            case RECHECK -> Optional.of(Outcome.RECHECK);
            case DECIDE_UPHOLD -> Optional.of(Outcome.DECIDE_UPHOLD);
            case DECIDE_AMEND -> Optional.of(Outcome.DECIDE_AMEND);
            case DECIDE_OVERTURN -> Optional.of(Outcome.DECIDE_OVERTURN);
            case ESCALATE, UNKNOWN -> Optional.empty();
        };
    }

    /**
     * To change a decision, a reviewer states what it now is, and this must differ from before. Encrypted content
     * cannot change: the gate cannot tell whether new content is encrypted, and plain text under a key's name would
     * outlive the key.
     */
    private static Facts content(Facts wrong, VerdictSituation situation) {
        VerdictFacts verdict = situation.verdict();
        ByteBuffer content = verdict.amendedContent();
        if (verdict.outcome().isChange() && situation.event() instanceof ReviewedEvent.Decision decision) {
            if (decision.facts().contentKeyId() != null) {
                return wrong.and(Fact.AMENDED_CONTENT, Word.ENCRYPTED);
            }
            if (situation.contentAsBefore() && !changesEffects(verdict, decision)) {
                return wrong.and(Fact.AMENDED_CONTENT, Word.NOTHING_CHANGED);
            }
        }
        int length = content == null ? 0 : content.remaining();
        boolean fits = verdict.outcome().isChange() ? length > 0 && length <= LARGEST_CONTENT : content == null;
        return fits
                ? wrong
                : wrong.and(Fact.AMENDED_CONTENT, content == null ? null : length + " B")
                        .and(Fact.LARGEST_CONTENT, LARGEST_CONTENT);
    }

    private static boolean changesEffects(VerdictFacts verdict, ReviewedEvent.Decision decision) {
        TrueClassification truth = verdict.trueClassification();
        return truth != null
                && !truth.effects().isEmpty()
                && !truth.effects().equals(decision.facts().effects());
    }

    /**
     * Only a reviewer who says that a label was wrong states another label, and what shows it. A reviewer who overturns
     * a decision may state the new effects.
     */
    private static Facts classification(Facts wrong, VerdictFacts verdict, @Nullable ReviewedEvent event) {
        TrueClassification truth = verdict.trueClassification();
        boolean reclassifies = verdict.outcome() == VerdictOutcome.RECLASSIFY;
        if (truth == null) {
            return reclassifies ? wrong.and(Fact.TRUE_CLASSIFICATION, null) : wrong;
        }
        if (reclassifies) {
            return Restatement.judge(wrong, truth, event);
        }
        return verdict.outcome() == VerdictOutcome.DECIDE_OVERTURN && Restatement.isOfEffectsAlone(truth)
                ? wrong
                : wrong.and(Fact.TRUE_CLASSIFICATION, Word.DIFFERS);
    }

    /**
     * A reviewer who upholds an adverse decision must be able to explain it. Statutes demand this for credit (Prawo
     * bankowe art. 105a(1a), Directive (EU) 2023/2225 art. 18(8)) and insurance (UDUiR art. 41(1a)); elsewhere the
     * operator may demand it.
     */
    private static Facts explanation(Facts wrong, VerdictSituation situation) {
        VerdictFacts verdict = situation.verdict();
        if (!verdict.outcome().isDecision()) {
            return verdict.explanationRef() == null ? wrong : wrong.and(Fact.EXPLANATION, Word.DIFFERS);
        }
        boolean needed = verdict.outcome() == VerdictOutcome.DECIDE_UPHOLD
                && situation.event() instanceof ReviewedEvent.Decision decision
                && decision.isAdverse()
                && (decision.isOnCreditOrInsurance() || situation.options().explanationRequired())
                && Text.isAbsent(decision.facts().explanationRef());
        return needed && Reference.isMissing(verdict.explanationRef()) ? wrong.and(Fact.EXPLANATION, null) : wrong;
    }

    private static Facts specialCategory(Facts wrong, VerdictFacts verdict, ReviewCase openCase) {
        boolean needed =
                openCase.mustExcludeSpecialCategory() && verdict.outcome().isDecision();
        return !needed || Boolean.TRUE.equals(verdict.specialCategoryExcluded())
                ? wrong
                : wrong.and(Fact.SPECIAL_CATEGORY_EXCLUDED, verdict.specialCategoryExcluded());
    }
}
