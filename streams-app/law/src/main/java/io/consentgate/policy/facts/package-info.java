// SPDX-License-Identifier: Apache-2.0
/**
 * What the policy is told: plain records that mirror the contract's fields, and nothing of its encoding.
 *
 * <p>Every enum has an {@code UNKNOWN}: the value was absent from this version's vocabulary. It is never a
 * synonym of "no". A nullable component is one that the contract makes optional. May import: the JDK, JSpecify.
 */
@NullMarked
package io.consentgate.policy.facts;

import org.jspecify.annotations.NullMarked;
