// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The headers that the gate adds. Names and formats are public contract: lower case, text in UTF-8, times as decimal
 * milliseconds since the epoch. No header holds personal data.
 */
public final class GateHeaders {

    /**
     * Prefix of all gate headers. The gate removes headers under this prefix from publishers' records, {@link
     * #ASKS_AGAIN} included.
     */
    public static final String PREFIX = "consent-gate-";

    /** On consent records while the gate works on them: the broker's timestamp, see {@code TableTimestamp}. Eight bytes. */
    static final String TIMESTAMP = PREFIX + "timestamp";

    /** On cleared records: {@code CLEARED}, or {@code RELEASED} where a reviewer's verdict let a quarantined event go. */
    public static final String VERDICT = PREFIX + "verdict";

    /** On cleared and quarantined records: version of the policy that judged. */
    public static final String POLICY_VERSION = PREFIX + "policy-version";

    /** On cleared records: version of the consent record that was seen; absent when there was none. */
    public static final String CONSENT_VERSION = PREFIX + "consent-version";

    /** On cleared records: codes of the rules whose advice was not followed, comma-separated; absent when none. */
    public static final String ADVICE = PREFIX + "advice";

    /** On cleared records: codes of observed rules that would have diverted, comma-separated; absent when none. */
    public static final String OBSERVED = PREFIX + "would-have-diverted";

    /** On cleared records: time of clearance. */
    public static final String CLEARED_AT = PREFIX + "cleared-at";

    /** On cleared records: expiry of the clearance; after this time, the recipient must ask the gate again. */
    public static final String CLEARANCE_VALID_UNTIL = PREFIX + "clearance-valid-until";

    /** On quarantined and released records, and on outcomes: the case's id. */
    public static final String CASE_ID = PREFIX + "case-id";

    /** On quarantined records: codes of the rules that diverted it, comma-separated. */
    public static final String RULES = PREFIX + "rules";

    /**
     * On quarantined records and outcomes: digest of the policy and review settings that the gate enforces. A console
     * detects by it that its own settings differ.
     */
    public static final String SETTINGS = PREFIX + "settings";

    /** On quarantined records: the header that named the event's schema, when its publisher used one. */
    public static final String EVENT_SCHEMA_ID = PREFIX + "event-schema-id";

    /** On released records: id of the verdict. */
    public static final String VERDICT_ID = PREFIX + "verdict-id";

    /** On released records: what the verdict asked for, by the contract's name. */
    public static final String OUTCOME = PREFIX + "outcome";

    /** On released records: pseudonym of the reviewer. */
    public static final String REVIEWER = PREFIX + "reviewer";

    /** On released records: pseudonym of who confirmed the verdict; absent when no one did. */
    public static final String SECOND_REVIEWER = PREFIX + "second-reviewer";

    /** On reclassified messages: the true purpose. */
    public static final String TRUE_PURPOSE = PREFIX + "true-purpose";

    /** On reclassified decisions: the true effects, comma-separated. */
    public static final String TRUE_EFFECTS = PREFIX + "true-effects";

    /** On reclassified records: the reference that shows the true purpose or effects; absent when neither is restated. */
    public static final String TRUE_BASIS_REF = PREFIX + "true-basis-ref";

    /**
     * On reclassified messages: how much of it truly promotes. This header and the following ones are absent when the
     * label stands.
     */
    public static final String TRUE_COMMERCIAL_CONTENT = PREFIX + "true-commercial-content";

    /** On reclassified messages: {@code false} when it truly belongs to no campaign. */
    public static final String TRUE_IN_CAMPAIGN = PREFIX + "true-in-campaign";

    /** On reclassified messages: {@code false} when the person was truly not chosen by a segment. */
    public static final String TRUE_IN_AUDIENCE = PREFIX + "true-in-audience";

    /** On reclassified records: the country whose rules truly apply. */
    public static final String TRUE_JURISDICTION = PREFIX + "true-jurisdiction";

    /** On reclassified decisions: whether the profile truly serves direct marketing, as {@code true} or {@code false}. */
    public static final String TRUE_FOR_DIRECT_MARKETING = PREFIX + "true-for-direct-marketing";

    /**
     * Suffix of the header with the reference that proves a restated label, such as {@code
     * consent-gate-true-jurisdiction-ref}. Purpose and effects have {@link #TRUE_BASIS_REF}.
     */
    public static final String REF = "-ref";

    /** On dead letters: why, as a code of the contract. */
    public static final String REASON = PREFIX + "reason";

    /** On dead letters: why, in words; never a value from the record. */
    public static final String REASON_TEXT = PREFIX + "reason-text";

    /** On rerouted and released records and dead letters: topic that the publisher wrote to. */
    public static final String ORIGIN_TOPIC = PREFIX + "origin-topic";

    /** On rerouted and released records and dead letters: partition there. */
    public static final String ORIGIN_PARTITION = PREFIX + "origin-partition";

    /** On rerouted and released records and dead letters: offset there. */
    public static final String ORIGIN_OFFSET = PREFIX + "origin-offset";

    /** On rerouted and released records and dead letters: its timestamp there. */
    public static final String ORIGIN_TIMESTAMP = PREFIX + "origin-timestamp";

    /**
     * On input records: the place of a clearance or release that expired before anyone acted on it. {@code gate
     * recheck} writes this header. The gate then judges the event as if no reviewer had released it.
     */
    public static final String ASKS_AGAIN = PREFIX + "asks-again";

    private GateHeaders() {}

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    static void put(Headers headers, String name, long value) {
        put(headers, name, Long.toString(value));
    }

    /** The record with its publisher's headers alone. Usually it has no others, and the same record is returned. */
    static Record<byte[], byte[]> withoutOurs(Record<byte[], byte[]> record) {
        for (Header header : record.headers()) {
            if (isOurs(header.key())) {
                return record.withHeaders(withoutOurs(record.headers()));
            }
        }
        return record;
    }

    /** The publisher's headers alone. Does not change the given headers. */
    public static Headers withoutOurs(Headers headers) {
        return kept(headers, name -> !isOurs(name));
    }

    /** Ignores case, because some clients compare header names case-insensitively. */
    private static boolean isOurs(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** All headers except those with this name. Does not change the given headers. */
    static Headers without(String unwanted, Headers headers) {
        return kept(headers, name -> !name.equals(unwanted));
    }

    /** Copies, because each removal in place passes over all other headers, and a publisher may write many. */
    private static Headers kept(Headers headers, Predicate<String> wanted) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (wanted.test(header.key())) {
                kept.add(header);
            }
        }
        return kept;
    }

    /** The last header with this name as text; null when there is none or it has no value. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
