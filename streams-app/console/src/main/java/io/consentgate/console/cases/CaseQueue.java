// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cases, to look through. */
public interface CaseQueue {

    /** The most cases that a page may hold. */
    int LARGEST_PAGE = 200;

    /**
     * One page, and the counts of everything that the filter lets through.
     *
     * @param cursor {@link QueuePage#next} of the page before, asked with the same sort; null for the first
     * @param size from 1 to {@link #LARGEST_PAGE}
     * @throws IllegalArgumentException if the cursor is not one of this sort, or the size is out of bounds
     */
    QueuePage page(QueueFilter filter, QueueSort sort, @Nullable String cursor, int size);

    /** One case, open or closed; empty when there is none of that id. */
    Optional<CaseSummary> find(String caseId);

    /**
     * The case that a reviewer should take next: the first by {@link QueueSort#DEADLINE_FIRST} that nobody else works
     * on.
     */
    Optional<CaseSummary> next(QueueFilter filter, Reviewer reviewer);

    /** Grows whenever a case arrives, changes or ends; to ask cheaply whether a page is out of date. */
    long changeNumber();

    /**
     * Hears of every change from now on, on a thread that must not be held up.
     *
     * @return closes to hear no more
     */
    Subscription onChange(Consumer<CaseChange> listener);

    /** Something that is being listened to. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
