// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The way out of further marketing that a message states (GDPR art. 7(3), 21(4)). */
public enum OptOut {
    STOP_REPLY,
    LINK,
    PHONE,
    NONE,
    UNKNOWN
}
