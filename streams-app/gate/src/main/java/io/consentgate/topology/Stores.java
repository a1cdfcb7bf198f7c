// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state stores. Renaming a store is a migration, because its changelog has the store's name.
 *
 * <p>Each store has its own changelog and never uses the source topic (KAFKA-20416). Caches are off: under
 * exactly-once, each commit would flush them, so they gain nothing.
 */
final class Stores {

    static final String CONSENT_BY_SUBJECT = "consent-by-subject";
    static final String REPLIES_BY_INQUIRY = "replies-by-inquiry";

    static final String CASES_BY_DEADLINE = "cases-by-deadline";
    static final String DEADLINES_BY_CASE = "deadlines-by-case";
    static final String CASES_BY_EVENT = "cases-by-event";
    static final String VERDICTS_USED = "verdicts-used";
    static final String REVIEWERS = "reviewers";
    static final String HUMAN_DECISIONS = "human-decisions";
    static final String CONTACTS_BY_SUBJECT = "contacts-by-subject";

    static final List<String> NAMES = List.of(
            CONSENT_BY_SUBJECT,
            REPLIES_BY_INQUIRY,
            CASES_BY_DEADLINE,
            DEADLINES_BY_CASE,
            CASES_BY_EVENT,
            VERDICTS_USED,
            REVIEWERS,
            HUMAN_DECISIONS,
            CONTACTS_BY_SUBJECT);

    private Stores() {}

    /** Subject id to the newest consent record and what is kept from earlier ones, as a {@link StoredConsent}. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> consentBySubject() {
        return keyValue(CONSENT_BY_SUBJECT);
    }

    /** Inquiry to the one message cleared as its reply, as {@link Replies} writes them. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> repliesByInquiry() {
        return keyValue(REPLIES_BY_INQUIRY);
    }

    /**
     * Closing deadline, case id and subject to the open case and, in a row of its own, its event, as {@link Cases}
     * writes them.
     */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> casesByDeadline() {
        return keyValue(CASES_BY_DEADLINE);
    }

    /** Subject and case id to the closing deadline; also the subjects being erased. {@link Cases} writes both. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> deadlinesByCase() {
        return keyValue(DEADLINES_BY_CASE);
    }

    /** Subject and event to its open case or its release, as {@link CasesByEvent} writes them. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> casesByEvent() {
        return keyValue(CASES_BY_EVENT);
    }

    /** Id of a verdict to when it was judged, as {@link UsedVerdicts} writes it. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> verdictsUsed() {
        return keyValue(VERDICTS_USED);
    }

    /** Pseudonym of a reviewer to their latest verdicts, as {@link Reviewers} writes them. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> reviewers() {
        return keyValue(REVIEWERS);
    }

    /** Human named by a publisher to their latest decisions, as {@link HumanDecisions} writes them. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> humanDecisions() {
        return keyValue(HUMAN_DECISIONS);
    }

    /** Subject, controller and channel to the newest contacts for marketing, as {@link Contacts} writes them. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> contactsBySubject() {
        return keyValue(CONTACTS_BY_SUBJECT);
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> keyValue(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withCachingDisabled();
    }
}
