// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** Who opened the conversation. */
public enum Initiator {
    BUSINESS,
    SUBJECT,
    UNKNOWN
}
