// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;

/** Figures over reviewers' verdicts, from the log alone. */
public interface Figures {

    /** Everybody's, those with the most verdicts first. For second reviewers and auditors. */
    List<ReviewerFigures> all(Instant since);

    /** One reviewer's own; zeroes when they gave no verdict. */
    ReviewerFigures of(String reviewer, Instant since);
}
