// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event truly is, where its publisher labelled it wrongly.
 *
 * @param purpose a purpose of the contract, for a message; null for a decision
 * @param effects effects of the contract, for a decision; empty for a message
 * @param basisRef the contract, inquiry or statute that shows it; null when there is none
 */
public record Classification(
        @Nullable String purpose,
        List<String> effects,
        @Nullable String basisRef) {

    public Classification {
        effects = List.copyOf(java.util.Objects.requireNonNullElse(effects, List.of()));
    }
}
