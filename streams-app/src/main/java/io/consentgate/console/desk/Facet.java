// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.policy.RuleCode;
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

    Facet {
        rules = List.copyOf(rules);
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
