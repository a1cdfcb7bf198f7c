// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The ground on which a call is recorded. */
public enum RecordingBasis {
    CONSENT,
    LEGITIMATE_INTEREST,
    LEGAL_OBLIGATION,
    UNKNOWN
}
