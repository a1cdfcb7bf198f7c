// SPDX-License-Identifier: Apache-2.0
/**
 * Identifies the console's users and their roles. The Nimbus SDK implements OpenID Connect; this package only
 * configures what to request and what to trust.
 *
 * <p>May import: {@code config}, the reviewer and role of {@code console.cases}, and the Nimbus SDK. No web server.
 */
@NullMarked
package io.consentgate.console.identity;

import org.jspecify.annotations.NullMarked;
