// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import org.jspecify.annotations.Nullable;

/**
 * A verdict on its way.
 *
 * @param result what the gate made of it; null when it has not answered yet, see {@link Verdicts#result}
 */
public record Submission(
        String verdictId, String caseId, @Nullable VerdictResult result) {}
