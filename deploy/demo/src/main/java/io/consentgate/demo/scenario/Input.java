// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

/** The topics that publishers write to. */
public enum Input {
    OUTBOUND_MESSAGES,
    OFFER_DECISIONS,
    CONSENT_STATE
}
