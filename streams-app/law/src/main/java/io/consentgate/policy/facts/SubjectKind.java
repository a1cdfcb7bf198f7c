// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The subject's legal status; art. 22 GDPR protects natural persons only. */
public enum SubjectKind {
    NATURAL,
    SOLE_TRADER,
    LEGAL_PERSON,
    UNKNOWN
}
