// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The days on which a provision binds.
 *
 * @param from first day in force
 * @param to first day no longer in force; null while it is in force
 */
public record InForce(LocalDate from, @Nullable LocalDate to) {

    /** @throws IllegalArgumentException if the provision would end before it begins */
    public InForce {
        if (to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "A provision in force from " + from + " cannot have ended on " + to + ".");
        }
    }

    public static final InForce ALWAYS = new InForce(LocalDate.MIN, null);

    /** From a day on, without an end. */
    public static InForce since(LocalDate from) {
        return new InForce(from, null);
    }

    /** Whether the provision binds on that day. */
    public boolean on(LocalDate day) {
        return !day.isBefore(from) && (to == null || day.isBefore(to));
    }
}
