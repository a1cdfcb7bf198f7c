// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that bring a broker of their own: {@code demo} publishes, watches and settles accounts; {@code stack}
 * only serves. Never in production.
 *
 * <p>May import: everything; nothing imports it.
 */
@NullMarked
package io.consentgate.demo;

import org.jspecify.annotations.NullMarked;
