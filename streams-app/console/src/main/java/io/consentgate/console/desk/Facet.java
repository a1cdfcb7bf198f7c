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
 * What a case is counted and filtered by. Many cases share one; counts are kept per facet and {@link CaseState}, so that
 * the queue counts without looking at the cases.
 */
record Facet(
        EventKind kind,
        @Nullable String channel,
        @Nullable String campaignId,
        @Nullable String controllerId,
        List<String> rules) {

    /** Characters of a publisher's id that are kept. */
    static final int LONGEST_ID = 200;

    Facet {
        rules = List.copyOf(rules);
    }

    /**
     * The facet of an event. An id that is longer than {@link #LONGEST_ID} is cut there and ends with its SHA-256, so that two
     * long ones stay apart; it is longer than any that is kept whole, and so is never taken for one.
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

    /** Whether it meets the filter's conditions on rule, channel, campaign and controller. */
    boolean meets(QueueFilter filter) {
        return (filter.rule() == null || rules.contains(filter.rule()))
                && (filter.channel() == null || filter.channel().equals(channel))
                && (filter.campaignId() == null || filter.campaignId().equals(campaignId))
                && (filter.controllerId() == null || filter.controllerId().equals(controllerId));
    }

    /** Whether a message had gone out when it was reported, and broke another rule. */
    boolean isUnlawfulSend() {
        return rules.size() > 1 && rules.contains(RuleCode.MSG_ALREADY_SENT.code());
    }

    /** Whether a filter has such conditions at all. */
    static boolean narrows(QueueFilter filter) {
        return filter.rule() != null
                || filter.channel() != null
                || filter.campaignId() != null
                || filter.controllerId() != null;
    }
}
