// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The queue of cases. */
public interface CaseQueue {

    /** The most cases that a page may hold. */
    int LARGEST_PAGE = 200;

    /**
     * One page, and the counts of all cases that match the filter.
     *
     * @param cursor {@link QueuePage#next} of the previous page, with the same sort; null for the first
     * @param size from 1 to {@link #LARGEST_PAGE}
     * @throws IllegalArgumentException if the cursor does not belong to this sort, or the size is out of bounds
     */
    QueuePage page(QueueFilter filter, QueueSort sort, @Nullable String cursor, int size);

    /** One case, open or closed; empty when there is no such case. */
    Optional<CaseSummary> find(String caseId);

    /**
     * The next case for a reviewer: the first by {@link QueueSort#DEADLINE_FIRST} that no other reviewer has claimed.
     */
    Optional<CaseSummary> next(QueueFilter filter, Reviewer reviewer);

    /** Grows whenever a case arrives, changes or ends: a cheap check whether a page is out of date. */
    long changeNumber();

    /**
     * Notifies of every change from now on, on a thread that the listener must not block.
     *
     * @return close it to stop
     */
    Subscription onChange(Consumer<CaseChange> listener);

    /** An active registration. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
