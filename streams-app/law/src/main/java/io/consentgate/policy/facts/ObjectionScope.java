// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** What a person objected to (GDPR art. 21). */
public enum ObjectionScope {
    DIRECT_MARKETING,
    PROFILING,
    UNKNOWN
}
