// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** What triggered a message; promotional triggers make it direct marketing. */
public enum Trigger {
    HOLIDAY,
    BIRTHDAY,
    NAME_DAY,
    LAPSED_PURCHASE,
    ABANDONED_BASKET,
    CAMPAIGN,
    LOYALTY,
    TRANSACTION,
    DEADLINE,
    REQUEST,
    MANUAL,
    UNKNOWN
}
