// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** On which ground of art. 22(2) GDPR a solely automated decision is taken. */
public enum Ground {
    NONE,
    CONTRACT_NECESSITY,
    AUTHORISED_BY_LAW,
    EXPLICIT_CONSENT,
    UNKNOWN
}
