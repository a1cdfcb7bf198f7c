// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Word;
import io.consentgate.policy.rules.Law;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;
import java.util.List;
import java.util.Set;

/**
 * Where a reviewer's figures look like rubber-stamping, or the operator asks for it always, two people let an event go:
 * the second confirms, having looked themselves, exactly the verdict that waits.
 */
final class RevFourEyes implements VerdictRule {
    static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.REV_FOUR_EYES,
            RuleKind.DIVERTS,
            Set.of(),
            List.of(Law.WP251, Law.SYMBOLIC_REVIEW),
            "A second person with authority must confirm this verdict; the reviewer's figures, or the settings, ask for it.",
            "Werdykt musi potwierdzić druga uprawniona osoba; wymagają tego wskaźniki rozpatrującego albo ustawienia.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(VerdictSituation situation) {
        return situation.isConfirmation() && !situation.confirmsProposal()
                ? Finding.broken(Facts.of(Fact.CONFIRMS, Word.NOTHING_WAITS))
                : Finding.kept();
    }
}
