// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** What a person may consent to. */
public enum ConsentPurpose {
    DIRECT_MARKETING,
    AUTOMATED_DECISION,
    SPECIAL_CATEGORY_PROCESSING,
    CALL_RECORDING,
    UNKNOWN
}
