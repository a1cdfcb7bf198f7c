// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.facts.ConsentView;
import io.consentgate.review.facts.VerdictFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All inputs to the judgment of a verdict.
 *
 * @param verdictSeen whether the gate already judged a verdict of this id
 * @param openCase null when the gate holds no such open case
 * @param event as its publisher stated it; null when there is no case, or its event can no longer be read
 * @param contentAsBefore whether the verdict's content is the event's own, byte for byte
 * @param eventReleased whether another case released an event of the same id
 * @param consent the newest consent record, as of {@code at}
 * @param figures of the acting person
 */
public record Review(
        VerdictFacts verdict,
        boolean verdictSeen,
        @Nullable ReviewCase openCase,
        @Nullable ReviewedEvent event,
        boolean contentAsBefore,
        boolean eventReleased,
        ConsentView consent,
        ReviewerFigures figures,
        Instant at) {}
