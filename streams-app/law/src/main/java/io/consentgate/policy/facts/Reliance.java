// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** How strongly a decision draws on a score. */
public enum Reliance {
    INFORMATIVE,
    DETERMINING,
    UNKNOWN
}
