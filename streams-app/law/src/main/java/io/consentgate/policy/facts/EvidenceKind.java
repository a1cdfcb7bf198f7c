// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The form in which a consent was captured. */
public enum EvidenceKind {
    WEB_FORM,
    SMS_REPLY,
    PAPER,
    ORAL_RECORDED,
    ORAL,
    IMPORT,
    UNKNOWN
}
