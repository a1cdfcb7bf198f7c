// SPDX-License-Identifier: Apache-2.0
/**
 * What the policy is told: plain records that mirror the contract's fields, without their encoding.
 *
 * <p>Every enum has an {@code UNKNOWN}: this version does not know the value. It never means "no". A nullable component
 * is optional in the contract. May import: the JDK, JSpecify.
 */
@NullMarked
package io.consentgate.policy.facts;

import org.jspecify.annotations.NullMarked;
