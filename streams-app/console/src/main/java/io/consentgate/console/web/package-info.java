// SPDX-License-Identifier: Apache-2.0
/**
 * The console as reviewers see it: routes with their access, sessions, pages in two languages. Makes no decision and
 * keeps no data about cases: it shows what {@code cases} returns and passes on what the reviewer enters.
 *
 * <p>Every page works without script; script saves keystrokes and reloads. Nothing here logs the content of a page.
 *
 * <p>May import: {@code console.cases}, {@code console.api}, {@code console.identity}, {@code config}, {@code policy}
 * for the names of rules and outcomes, Javalin, Jetty's sessions, jte and ICU.
 */
@NullMarked
package io.consentgate.console.web;

import org.jspecify.annotations.NullMarked;
