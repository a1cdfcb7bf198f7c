// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** What one rule says about one event. */
public sealed interface Finding {

    /** The fields that decided; none where the rule is kept. */
    Facts facts();

    /** The rule is kept, or does not concern the event. */
    enum Kept implements Finding {
        KEPT;

        @Override
        public Facts facts() {
            return Facts.NONE;
        }
    }

    /** The rule is broken: the event may not go on. */
    record Broken(Facts facts) implements Finding {}

    /** The event may go on, and its publisher gets advice. */
    record Advised(Facts facts) implements Finding {}

    static Finding kept() {
        return Kept.KEPT;
    }

    static Finding broken(Facts facts) {
        return new Broken(facts);
    }

    static Finding advised(Facts facts) {
        return new Advised(facts);
    }
}
