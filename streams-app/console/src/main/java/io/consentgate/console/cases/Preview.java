// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The result if an outcome were chosen now. The gate judges again when a verdict arrives. */
public sealed interface Preview {

    /** The case ends and the event goes nowhere. */
    record Ends() implements Preview {}

    /** The case stays open for a person with more authority. */
    record PassedOn() implements Preview {}

    /**
     * The event would go on, as far as the console can tell.
     *
     * @param needsSecondReviewer whether the verdict would first wait for a second reviewer
     * @param unforeseen facts that only the gate knows, and that may lead to a refusal
     */
    record Released(List<RuleFinding> advice, boolean needsSecondReviewer, Set<Unforeseen> unforeseen)
            implements Preview {
        public Released {
            advice = List.copyOf(advice);
            unforeseen = Collections.unmodifiableSet(new TreeSet<>(unforeseen));
        }
    }

    /** The gate would refuse the verdict: these rules would be broken now. */
    record Refused(List<RuleFinding> violations) implements Preview {
        public Refused {
            violations = List.copyOf(violations);
        }
    }

    /** Depends on the reviewer's statements: ask {@link CaseFiles#preview} once they are made. */
    record DependsOnInput() implements Preview {}

    /** Unknown: the event cannot be read, or the gate's view of the person's consents is not known. */
    record Unknown() implements Preview {}
}
