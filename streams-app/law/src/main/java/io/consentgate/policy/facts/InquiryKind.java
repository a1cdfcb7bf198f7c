// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** What a person asked for. */
public enum InquiryKind {
    CALLBACK,
    QUESTION,
    DISCOUNT_CODE,
    UNKNOWN
}
