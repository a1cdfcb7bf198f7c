// SPDX-License-Identifier: Apache-2.0
/**
 * Who is at the console, and what they may do there. All of OpenID Connect is the Nimbus SDK's; here it is only told
 * what to ask for and what to believe.
 *
 * <p>May import: {@code config}, the reviewer and role of {@code console.cases}, and the Nimbus SDK. No web server.
 */
@NullMarked
package io.consentgate.console.identity;

import org.jspecify.annotations.NullMarked;
