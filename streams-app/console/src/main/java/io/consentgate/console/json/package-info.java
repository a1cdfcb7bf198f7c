// SPDX-License-Identifier: Apache-2.0
/**
 * How cases, results and figures look as JSON, in the API and in exported files. May import: console.cases, Jackson.
 */
@NullMarked
package io.consentgate.console.json;

import org.jspecify.annotations.NullMarked;
