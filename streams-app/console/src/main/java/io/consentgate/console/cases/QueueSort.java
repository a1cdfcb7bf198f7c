// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** In which order cases come. Ties are broken by case id, so that pages never overlap. */
public enum QueueSort {
    /** The nearest deadline first, then by age. */
    DEADLINE_FIRST,
    OLDEST_FIRST,
    NEWEST_FIRST
}
