// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** On what ground a call is recorded. */
public enum RecordingBasis {
    CONSENT,
    LEGITIMATE_INTEREST,
    LEGAL_OBLIGATION,
    UNKNOWN
}
