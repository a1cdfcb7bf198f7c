// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Word;
import io.consentgate.review.VerdictRule;
import java.util.List;

/** All rules on verdicts, in the order in which the gate reports them. */
public final class VerdictRules {
    private static final List<VerdictRule> RULES = List.of(
            new RevNotAllowed(), new RevToken(), new RevStale(), new RevReplay(), new RevRole(), new RevFourEyes());

    private VerdictRules() {}

    public static List<VerdictRule> all() {
        return RULES;
    }

    /** REV-STALE, which also stands for an event that the rules do not clear at this instant. */
    public static RuleDescription stale() {
        return RevStale.DESCRIPTION;
    }

    /** The facts of REV-STALE for an event that the rules do not clear. */
    public static Facts rulesStillBroken() {
        return Facts.of(Fact.CASE_STATE, Word.STILL_UNLAWFUL);
    }

    /** REV-REPLAY, which also stands for an event that arrives again after its release. */
    public static RuleDescription replay() {
        return RevReplay.DESCRIPTION;
    }

    /** The facts of REV-REPLAY for an event that was already released. */
    public static Facts releasedBefore() {
        return Facts.of(Fact.CASE_STATE, Word.RELEASED_BEFORE);
    }

    /** REV-FOUR-EYES, which also stands for a verdict that needs a second person. */
    public static RuleDescription fourEyes() {
        return RevFourEyes.DESCRIPTION;
    }

    /** The facts of REV-FOUR-EYES where every release takes two people. */
    public static Facts alwaysByTwo() {
        return Facts.of(Fact.FOUR_EYES, Word.ALWAYS);
    }
}
