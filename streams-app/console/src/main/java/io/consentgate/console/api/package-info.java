// SPDX-License-Identifier: Apache-2.0
/**
 * The review desk as a JSON API, for operators with their own tools; openapi.yaml is its contract. The code that mounts
 * the routes must authenticate and authorise the caller.
 *
 * <p>May import: console.cases, console.json, Javalin, Jackson.
 */
@NullMarked
package io.consentgate.console.api;

import org.jspecify.annotations.NullMarked;
