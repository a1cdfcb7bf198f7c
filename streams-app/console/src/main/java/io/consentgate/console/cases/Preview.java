// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What would happen to a case if an outcome were chosen at this moment. The gate decides anew when it is. */
public sealed interface Preview {

    /** The case ends and the event goes nowhere. */
    record Ends() implements Preview {}

    /** The case stays open for someone with more authority. */
    record PassedOn() implements Preview {}

    /**
     * The event would go on, as far as it can be told here.
     *
     * @param needsSecondReviewer whether it would wait for a second reviewer first
     * @param unforeseen what the gate alone knows, and may refuse for
     */
    record Released(List<RuleFinding> advice, boolean needsSecondReviewer, Set<Unforeseen> unforeseen)
            implements Preview {
        public Released {
            advice = List.copyOf(advice);
            unforeseen = Collections.unmodifiableSet(new TreeSet<>(unforeseen));
        }
    }

    /** The verdict would be refused: these rules would be broken, now. */
    record Refused(List<RuleFinding> violations) implements Preview {
        public Refused {
            violations = List.copyOf(violations);
        }
    }

    /** It depends on what the reviewer states: ask {@link CaseFiles#preview} once they have. */
    record DependsOnInput() implements Preview {}

    /** Nobody can say now: the event cannot be read, or what the gate holds of the person's consents is not known. */
    record Unknown() implements Preview {}
}
