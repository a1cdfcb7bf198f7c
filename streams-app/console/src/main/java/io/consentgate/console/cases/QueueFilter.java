// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects cases; every given condition must hold.
 *
 * @param rule code of a rule that diverted them; null for any
 * @param channel null for any
 * @param campaignId null for any
 * @param controllerId null for any
 * @param olderThan only cases in quarantine for longer; null for any age
 * @param states never empty
 * @param search a whole case id or a whole subject id; null for any
 */
public record QueueFilter(
        @Nullable String rule,
        @Nullable String channel,
        @Nullable String campaignId,
        @Nullable String controllerId,
        @Nullable Duration olderThan,
        Set<CaseState> states,
        @Nullable String search) {

    /** Every open case. */
    public static final QueueFilter OPEN =
            new QueueFilter(null, null, null, null, null, EnumSet.of(CaseState.OPEN, CaseState.AWAITING_SECOND), null);

    public QueueFilter {
        states = Set.copyOf(states);
        if (states.isEmpty()) {
            throw new IllegalArgumentException("A filter names at least one state of a case.");
        }
    }

    /** Every case, open or closed, of this person or with this id. */
    public static QueueFilter search(String caseOrSubjectId) {
        return new QueueFilter(null, null, null, null, null, EnumSet.allOf(CaseState.class), caseOrSubjectId);
    }

    public QueueFilter withRule(@Nullable String value) {
        return new QueueFilter(value, channel, campaignId, controllerId, olderThan, states, search);
    }

    public QueueFilter withChannel(@Nullable String value) {
        return new QueueFilter(rule, value, campaignId, controllerId, olderThan, states, search);
    }

    public QueueFilter withCampaignId(@Nullable String value) {
        return new QueueFilter(rule, channel, value, controllerId, olderThan, states, search);
    }

    public QueueFilter withControllerId(@Nullable String value) {
        return new QueueFilter(rule, channel, campaignId, value, olderThan, states, search);
    }

    public QueueFilter withOlderThan(@Nullable Duration value) {
        return new QueueFilter(rule, channel, campaignId, controllerId, value, states, search);
    }

    public QueueFilter withStates(Set<CaseState> value) {
        return new QueueFilter(rule, channel, campaignId, controllerId, olderThan, value, search);
    }

    public QueueFilter withSearch(@Nullable String value) {
        return new QueueFilter(rule, channel, campaignId, controllerId, olderThan, states, value);
    }
}
