// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** How much of a message promotes goods, services or image (UŚUDE art. 2(2)). */
public enum CommercialContent {
    NONE,
    ANCILLARY,
    PRIMARY,
    REQUESTED,
    UNKNOWN
}
