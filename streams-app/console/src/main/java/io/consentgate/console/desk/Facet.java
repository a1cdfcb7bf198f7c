// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.policy.RuleCode;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties by which cases are counted and filtered. Many cases share a facet. Counts are kept per facet and
 * {@link CaseState}, so that the queue can count without reading cases.
 */
record Facet(
        EventKind kind,
        @Nullable String channel,
        @Nullable String campaignId,
        @Nullable String controllerId,
        List<String> rules) {

    /** Limit on the characters kept of a publisher's id. */
    static final int LONGEST_ID = 200;

    Facet {
        rules = List.copyOf(rules);
    }

    /**
     * The facet of an event. An id longer than {@link #LONGEST_ID} is cut there and gets its SHA-256 as suffix, so that
     * two long ids stay distinct. The result is longer than any uncut id, and so never equals one.
     */
    static Facet of(
            EventKind kind,
            @Nullable String channel,
            @Nullable String campaignId,
            @Nullable String controllerId,
            List<String> rules) {
        return new Facet(kind, channel, cut(campaignId), cut(controllerId), rules);
    }

    private static @Nullable String cut(@Nullable String id) {
        if (id == null || id.length() <= LONGEST_ID) {
            return id;
        }
        byte[] digest = LogEntries.sha256(ByteBuffer.wrap(id.getBytes(UTF_8)));
        return id.substring(0, LONGEST_ID) + "…" + HexFormat.of().formatHex(digest);
    }

    /** Whether the facet meets the filter's conditions on rule, channel, campaign and controller. */
    boolean meets(QueueFilter filter) {
        return (filter.rule() == null || rules.contains(filter.rule()))
                && (filter.channel() == null || filter.channel().equals(channel))
                && (filter.campaignId() == null || filter.campaignId().equals(campaignId))
                && (filter.controllerId() == null || filter.controllerId().equals(controllerId));
    }

    /** Whether a message had been sent when it was reported, and broke another rule. */
    boolean isUnlawfulSend() {
        return rules.size() > 1 && rules.contains(RuleCode.MSG_ALREADY_SENT.code());
    }

    /** Whether a filter has conditions on facets. */
    static boolean narrows(QueueFilter filter) {
        return filter.rule() != null
                || filter.channel() != null
                || filter.campaignId() != null
                || filter.controllerId() != null;
    }
}
