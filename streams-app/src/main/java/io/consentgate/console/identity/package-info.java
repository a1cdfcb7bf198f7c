// SPDX-License-Identifier: Apache-2.0
/**
 * Who is at the console, and what they may do there. All of OpenID Connect is the Nimbus SDK's; here it is only told
 * what to ask for and what to believe.
 *
 * <p>May import: {@code config} and the Nimbus SDK. No web server, no case.
 */
@NullMarked
package io.consentgate.console.identity;

import org.jspecify.annotations.NullMarked;
