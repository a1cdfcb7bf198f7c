// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/**
 * An outcome that a case allows.
 *
 * @param mustExcludeSpecialCategory whether the reviewer must state that special-category inputs were left out
 */
public record OutcomeOption(VerdictOutcome outcome, Preview preview, boolean mustExcludeSpecialCategory) {}
