// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** What a controller is, where a statute lets only some decide by a machine (GDPR art. 22(2)(b)). */
public enum ControllerKind {
    LENDER,
    CREDIT_BUREAU,
    INSURER,
    OTHER,
    UNKNOWN
}
