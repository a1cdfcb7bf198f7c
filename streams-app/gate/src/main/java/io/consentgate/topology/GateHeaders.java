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
 * The headers that the gate adds. Names and forms are public contract: lower case, text in UTF-8, times in
 * milliseconds since the epoch as decimal text. None holds personal data.
 */
public final class GateHeaders {

    /** Every header of ours begins with this; what a publisher sends under it is removed, {@link #ASKS_AGAIN} included. */
    public static final String PREFIX = "consent-gate-";

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

    /** On cleared records: when. */
    public static final String CLEARED_AT = PREFIX + "cleared-at";

    /** On cleared records: until when the clearance holds; who acts later must ask again. */
    public static final String CLEARANCE_VALID_UNTIL = PREFIX + "clearance-valid-until";

    /** On quarantined and released records, and on outcomes: the case's id. */
    public static final String CASE_ID = PREFIX + "case-id";

    /** On quarantined records: codes of the rules that diverted it, comma-separated. */
    public static final String RULES = PREFIX + "rules";

    /**
     * On quarantined records and outcomes: digest of the policy and review settings that the gate enforces, so that a
     * console with others can tell.
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

    /** On released records: pseudonym of who confirmed the verdict; absent when nobody did. */
    public static final String SECOND_REVIEWER = PREFIX + "second-reviewer";

    /** On reclassified messages: the true purpose. */
    public static final String TRUE_PURPOSE = PREFIX + "true-purpose";

    /** On reclassified decisions: the true effects, comma-separated. */
    public static final String TRUE_EFFECTS = PREFIX + "true-effects";

    /** On reclassified records: the reference that shows the true purpose or effects; absent when neither is restated. */
    public static final String TRUE_BASIS_REF = PREFIX + "true-basis-ref";

    /** On reclassified messages: how much of it truly promotes. Absent, as each of the following, when the label stands. */
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
     * Ends the name of the header with the reference that shows a restated label, such as
     * {@code consent-gate-true-jurisdiction-ref}; purpose and effects have {@link #TRUE_BASIS_REF}.
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
     * On input records: the place of the clearance or release that nobody acted on before it expired, as {@code gate recheck}
     * writes it. The event is judged as if no reviewer had released it.
     */
    public static final String ASKS_AGAIN = PREFIX + "asks-again";

    private GateHeaders() {}

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    static void put(Headers headers, String name, long value) {
        put(headers, name, Long.toString(value));
    }

    /** The record with its publisher's headers alone: the same one, as nearly always, if it has no others. */
    static Record<byte[], byte[]> withoutOurs(Record<byte[], byte[]> record) {
        for (Header header : record.headers()) {
            if (isOurs(header.key())) {
                return record.withHeaders(withoutOurs(record.headers()));
            }
        }
        return record;
    }

    /** The publisher's headers alone. The given headers are left as they are. */
    public static Headers withoutOurs(Headers headers) {
        return kept(headers, name -> !isOurs(name));
    }

    /** In any letter case: some clients compare names of headers without it. */
    private static boolean isOurs(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** All headers but those of a name. The given headers are left as they are. */
    static Headers without(String unwanted, Headers headers) {
        return kept(headers, name -> !name.equals(unwanted));
    }

    /** A copy: to take headers out where they are takes a pass over the others for each, and a publisher may write many. */
    private static Headers kept(Headers headers, Predicate<String> wanted) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (wanted.test(header.key())) {
                kept.add(header);
            }
        }
        return kept;
    }

    /** The last header of that name as text; null when there is none or it has no value. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
