// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** Whether the subject is a child (recital 71). */
public enum Minor {
    NO,
    YES,
    UNKNOWN
}
