// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import io.consentgate.console.cases.Reviewer;

/**
 * A signed-in member of staff.
 *
 * @param reviewer their identity on record
 * @param name their display name, shown only to themselves
 */
public record Staff(Reviewer reviewer, String name) {}
