// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import org.jspecify.annotations.Nullable;

/**
 * A submitted verdict.
 *
 * @param result the gate's answer; null when there is none yet, see {@link Verdicts#result}
 */
public record Submission(
        String verdictId, String caseId, @Nullable VerdictResult result) {}
