// SPDX-License-Identifier: Apache-2.0
/** JSON of cases, results and figures, for the API and for exported files. May import: console.cases, Jackson. */
@NullMarked
package io.consentgate.console.json;

import org.jspecify.annotations.NullMarked;
