// SPDX-License-Identifier: Apache-2.0
/**
 * What a message really is, independent of its label: a turn of a conversation that the person opened, the one reply to
 * their inquiry, a request to confirm a consent, a notice sent to many, or marketing. Half of the law on messages lives
 * here. The rules in {@code policy.rules} ask, and give the answer a code, a text and a citation.
 *
 * <p>May import: the JDK, JSpecify, {@code policy} and {@code policy.facts}.
 */
@NullMarked
package io.consentgate.policy.messages;

import org.jspecify.annotations.NullMarked;
