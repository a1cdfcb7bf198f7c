// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

/** Who may use a route. */
public enum ApiAccess {
    /** Everyone: only the contract itself. */
    OPEN,
    /** Everyone with a role. */
    STAFF,
    /** Reviewers and second reviewers. */
    DECIDES,
    /** Second reviewers. */
    CONFIRMS,
    /** Second reviewers and auditors. */
    OVERSEES
}
