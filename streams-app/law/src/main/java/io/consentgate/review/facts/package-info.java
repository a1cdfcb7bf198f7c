// SPDX-License-Identifier: Apache-2.0
/** The facts read from a reviewer's verdict. May import: the JDK, JSpecify, {@code policy.facts}. */
@NullMarked
package io.consentgate.review.facts;

import org.jspecify.annotations.NullMarked;
