// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The purpose of a message, as its publisher declares it. */
public enum Purpose {
    DIRECT_MARKETING,
    CONSENT_REQUEST,
    INQUIRY_RESPONSE,
    CONTRACT_PERFORMANCE,
    SERVICE_NOTICE,
    LEGAL_OBLIGATION,
    UNKNOWN
}
