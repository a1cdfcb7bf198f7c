// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The kind of controller, where a statute lets only some kinds decide by a machine (GDPR art. 22(2)(b)). */
public enum ControllerKind {
    LENDER,
    CREDIT_BUREAU,
    INSURER,
    OTHER,
    UNKNOWN
}
