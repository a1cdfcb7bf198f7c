// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that judge a verdict, one file each: code, texts, law and condition. May import what {@code review} may.
 */
@NullMarked
package io.consentgate.review.rules;

import org.jspecify.annotations.NullMarked;
