// SPDX-License-Identifier: Apache-2.0
/**
 * The console as reviewers see it: routes and who may take them, sessions, pages in two languages. Decides nothing and
 * remembers nothing about a case; it shows what {@code cases} tells and hands on what the reviewer says.
 *
 * <p>Every page works without script; script saves keystrokes and reloads. Nothing here logs what a page shows.
 *
 * <p>May import: {@code console.cases}, {@code console.api}, {@code console.identity}, {@code config}, {@code policy}
 * for the names of rules and outcomes, Javalin, Jetty's sessions, jte and ICU.
 */
@NullMarked
package io.consentgate.console.web;

import org.jspecify.annotations.NullMarked;
