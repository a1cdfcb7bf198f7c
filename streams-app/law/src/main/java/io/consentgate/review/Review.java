// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.facts.ConsentView;
import io.consentgate.review.facts.VerdictFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a verdict is judged by.
 *
 * @param verdictSeen whether a verdict of this id was judged before
 * @param openCase null when the gate holds no such open case
 * @param event as its publisher had it; null when there is no case, or its event can no longer be read
 * @param contentAsBefore whether the verdict's content is the event's own, byte for byte
 * @param eventReleased whether an event of the same id was released by another case
 * @param consent the newest, as of {@code at}
 * @param figures of who acts
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
