// SPDX-License-Identifier: Apache-2.0
/**
 * The review desk as a JSON API for those who have their own tools; openapi.yaml is its contract. Who asks, and whether
 * they may, is settled by whoever mounts the routes.
 *
 * <p>May import: console.cases, console.json, Javalin, Jackson.
 */
@NullMarked
package io.consentgate.console.api;

import org.jspecify.annotations.NullMarked;
