// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;

/** Figures over reviewers' verdicts, from the log alone. */
public interface Figures {

    /** Figures of all reviewers, most verdicts first. For second reviewers and auditors. */
    List<ReviewerFigures> all(Instant since);

    /** One reviewer's own figures; zeroes when they gave no verdict. */
    ReviewerFigures of(String reviewer, Instant since);
}
