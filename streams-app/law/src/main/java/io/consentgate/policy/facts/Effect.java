// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** What a decision does to a person. */
public enum Effect {
    CONTRACT_TERMS,
    PRICE,
    CONTRACT_REFUSAL,
    CONTRACT_TERMINATION,
    CREDIT,
    SIMILAR_SIGNIFICANT,
    OFFER_SHOWN,
    ADVERT_SHOWN,
    NONE,
    UNKNOWN
}
