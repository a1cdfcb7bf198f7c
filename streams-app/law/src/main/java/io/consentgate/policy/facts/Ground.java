// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The ground of art. 22(2) GDPR for a solely automated decision. */
public enum Ground {
    NONE,
    CONTRACT_NECESSITY,
    AUTHORISED_BY_LAW,
    EXPLICIT_CONSENT,
    UNKNOWN
}
