// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** Where an offer or advert is shown. */
public enum Surface {
    INBOX,
    WEBSITE,
    APP,
    OTHER,
    UNKNOWN
}
