// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.LocalDate;

/**
 * States that a lawyer has read a rule against the official text of the law that it cites.
 *
 * @param by the lawyer's signature
 * @param on the day of the reading
 */
public record LegalReview(String by, LocalDate on) {}
