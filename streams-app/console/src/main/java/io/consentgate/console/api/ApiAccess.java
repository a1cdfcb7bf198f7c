// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

/** Who may take a route. */
public enum ApiAccess {
    /** Anybody: the contract itself. */
    OPEN,
    /** Whoever has a role. */
    STAFF,
    /** Reviewers and second reviewers. */
    DECIDES,
    /** Second reviewers. */
    CONFIRMS,
    /** Second reviewers and auditors. */
    OVERSEES
}
