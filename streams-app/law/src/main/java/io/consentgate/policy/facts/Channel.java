// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The means of contacting a person. */
public enum Channel {
    SMS,
    MMS,
    EMAIL,
    VOICE,
    MESSENGER,
    PUSH,
    CHAT,
    UNKNOWN
}
