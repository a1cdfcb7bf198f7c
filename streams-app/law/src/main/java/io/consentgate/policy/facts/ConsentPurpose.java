// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The purposes to which a person may consent. */
public enum ConsentPurpose {
    DIRECT_MARKETING,
    AUTOMATED_DECISION,
    SPECIAL_CATEGORY_PROCESSING,
    CALL_RECORDING,
    UNKNOWN
}
