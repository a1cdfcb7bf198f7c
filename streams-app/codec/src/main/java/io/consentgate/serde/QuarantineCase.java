// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A diverted event for the {@code quarantine} topic, in plain values.
 *
 * @param caseId deterministic from the source's topic, partition and offset
 * @param caseDigest over the event's bytes and the violations
 * @param subjectId pseudonym; empty when the event does not state it
 * @param kind the contract's name of the event's kind: {@code OUTBOUND_MESSAGE} or {@code OFFER_DECISION}
 * @param event the original value, byte for byte, between position and limit
 * @param violations every rule that the event breaks; never empty
 * @param advice good practice that the event does not follow
 * @param allowedOutcomes the contract's names of the outcomes that all violations allow
 * @param consentSeen the consent record used in judging, null when there was none
 * @param joins id of an existing case for this event; null when the event opens its own
 * @param deadline by when a reviewer should answer; null when there is no deadline
 * @param retainUntil when the case must be deleted
 */
public record QuarantineCase(
        String caseId,
        String caseDigest,
        String subjectId,
        String kind,
        Source source,
        ByteBuffer event,
        List<Finding> violations,
        List<Finding> advice,
        List<String> allowedOutcomes,
        @Nullable ConsentSeen consentSeen,
        @Nullable String joins,
        String policyVersion,
        Instant quarantinedAt,
        @Nullable Instant deadline,
        Instant retainUntil) {

    /** Where the event was read from. */
    public record Source(String topic, int partition, long offset, Instant timestamp) {}

    /**
     * One broken rule and its findings.
     *
     * @param rule the rule's code, such as {@code MSG-CONSENT-MISSING}
     * @param law the article of law, as in force at the event's date
     * @param en the reason in English
     * @param pl the reason in Polish
     * @param facts the deciding fields, by name
     */
    public record Finding(String rule, String law, String en, String pl, Map<String, String> facts) {}

    /** The consent record that the gate used: the publisher's version and time, and the record's place in the log. */
    public record ConsentSeen(long version, Instant updatedAt, int partition, long offset) {}
}
