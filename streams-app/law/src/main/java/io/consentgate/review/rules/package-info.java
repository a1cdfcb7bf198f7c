// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that a verdict is judged by, one file each: code, texts, law and condition. May import what
 * {@code review} may.
 */
@NullMarked
package io.consentgate.review.rules;

import org.jspecify.annotations.NullMarked;
