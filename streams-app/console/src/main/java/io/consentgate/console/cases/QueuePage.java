// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the queue.
 *
 * @param next cursor of the next page; null on the last
 * @param changeNumber state of the queue from which the page was read, see {@link CaseQueue#changeNumber}
 */
public record QueuePage(
        List<CaseSummary> cases,
        QueueCounts counts,
        @Nullable String next,
        long changeNumber) {

    public QueuePage {
        cases = List.copyOf(cases);
    }
}
