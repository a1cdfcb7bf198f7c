// SPDX-License-Identifier: Apache-2.0
/**
 * The commands with their own broker: {@code demo} publishes, watches and reconciles; {@code stack} only serves. Never
 * in production.
 *
 * <p>May import: everything; nothing imports it.
 */
@NullMarked
package io.consentgate.demo;

import org.jspecify.annotations.NullMarked;
