// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the gate says of its own settings: the latest statement of each partition that there is one on.
 *
 * @param stated in no order
 */
public record GateSettings(List<Stated> stated) {

    /** So long a partition on which nothing happens may go on saying what was in force before a change. */
    private static final Duration SETTLING = Duration.ofDays(1);

    public GateSettings {
        stated = List.copyOf(stated);
    }

    /**
     * One statement.
     *
     * @param digest of the settings; see {@code EnforcedSettings}
     */
    public record Stated(String topic, int partition, String digest, Instant at) {}

    /** When the gate last stated these settings; empty when none of the statements that are known does. */
    public Optional<Instant> agreedAt(String digest) {
        return stated.stream()
                .filter(one -> one.digest().equals(digest))
                .map(Stated::at)
                .max(Instant::compareTo);
    }

    /**
     * When the gate last stated other settings than these; empty when all of it that counts agrees. Statements count unless
     * they are a day older than one that agrees: they are of the time before a change then.
     */
    public Optional<Instant> differedAt(String digest) {
        Instant from = agreedAt(digest).map(agreed -> agreed.minus(SETTLING)).orElse(Instant.MIN);
        return stated.stream()
                .filter(one -> !one.digest().equals(digest) && one.at().isAfter(from))
                .map(Stated::at)
                .max(Instant::compareTo);
    }
}
