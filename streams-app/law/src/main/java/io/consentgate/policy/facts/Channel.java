// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** By which means a person is contacted. */
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
