// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.LocalDate;

/**
 * A lawyer has read a rule against the official text of the law that it cites.
 *
 * @param by who, as they sign
 * @param on the day
 */
public record LegalReview(String by, LocalDate on) {}
