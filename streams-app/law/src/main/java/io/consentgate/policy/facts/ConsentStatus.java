// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The state of a consent after its latest act. */
public enum ConsentStatus {
    GRANTED,
    WITHDRAWN,
    REFUSED,
    PENDING,
    UNKNOWN
}
