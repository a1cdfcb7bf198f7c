// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import java.time.Duration;
import java.util.Set;

/**
 * The operator's settings for human review. No setting turns review off.
 *
 * @param floor least active time on a case
 * @param roles whose holders may decide
 * @param secondRole whose holders may confirm another's verdict
 * @param conflicts the reviewers, and what each may not decide on
 * @param explanationRequired whether upholding any adverse decision needs its explanation, and not only one on credit
 *     or insurance
 * @param clockSkew how far the console's clock may be ahead of the gate's, or behind
 */
public record ReviewOptions(
        Duration floor,
        Set<String> roles,
        String secondRole,
        Set<Conflict> conflicts,
        FourEyes fourEyes,
        Thresholds thresholds,
        boolean explanationRequired,
        Duration clockSkew) {

    /** @throws IllegalArgumentException if no reviewer could ever decide, or the floor or the skew is out of range */
    public ReviewOptions {
        roles = Set.copyOf(roles);
        conflicts = Set.copyOf(conflicts);
        if (floor.isNegative() || floor.isZero()) {
            throw new IllegalArgumentException(
                    "The least active time on a case is " + floor + "; it has to be longer than nothing.");
        }
        if (roles.isEmpty() || roles.contains("") || secondRole.isBlank()) {
            throw new IllegalArgumentException(
                    "Roles that may decide are " + roles + " and the one that may confirm is '" + secondRole
                            + "'; name at least one of each, none of them empty.");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException(
                    "The tolerated clock skew is " + clockSkew + "; it has to be zero or more.");
        }
    }

    /** When a verdict that lets an event go needs a second reviewer. */
    public enum FourEyes {
        ALWAYS,
        /** Only when the reviewer's figures pass a threshold. */
        PATTERN
    }

    /** The author of a matter under review. */
    public record Conflict(String reviewer, String matter) {

        /**
         * Reads {@code reviewer=campaign} or {@code reviewer=model}.
         *
         * @throws IllegalArgumentException if the text has another form
         */
        public static Conflict of(String text) {
            int sign = text.indexOf('=');
            String reviewer = text.substring(0, Math.max(sign, 0)).strip();
            String matter = text.substring(sign + 1).strip();
            if (reviewer.isEmpty() || matter.isEmpty()) {
                throw new IllegalArgumentException("'" + text
                        + "' names no conflict; write reviewer=campaign or reviewer=model, e.g. r-17=spring-sale");
            }
            return new Conflict(reviewer, matter);
        }
    }

    /**
     * The thresholds beyond which a reviewer's figures look like rubber-stamping.
     *
     * @param window how many of the latest verdicts count
     * @param least fewest verdicts for a median or a share
     * @param mostUpheld a share, between 0 and 1
     * @param burst number of equal rationales within {@code burstWithin}
     */
    public record Thresholds(
            int window,
            int least,
            Duration medianFloor,
            double mostUpheld,
            int burst,
            Duration burstWithin,
            int failedControls) {}
}
