// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import io.consentgate.console.cases.Reviewer;

/**
 * A member of staff who is signed in.
 *
 * @param reviewer who they are on record
 * @param name what to call them, shown to nobody but themselves
 */
public record Staff(Reviewer reviewer, String name) {}
