// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The gate's statements about its own settings: the latest statement of each partition that has one.
 *
 * @param stated in no order
 */
public record GateSettings(List<Stated> stated) {

    /** How long a quiet partition may still show a statement from before a change of settings. */
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

    /** When the gate last stated these settings; empty when no known statement names them. */
    public Optional<Instant> agreedAt(String digest) {
        return stated.stream()
                .filter(one -> one.digest().equals(digest))
                .map(Stated::at)
                .max(Instant::compareTo);
    }

    /**
     * When the gate last stated other settings than these; empty when all relevant statements agree. A statement is
     * irrelevant if it is a day older than one that agrees: it then dates from before a change.
     */
    public Optional<Instant> differedAt(String digest) {
        Instant from = agreedAt(digest).map(agreed -> agreed.minus(SETTLING)).orElse(Instant.MIN);
        return stated.stream()
                .filter(one -> !one.digest().equals(digest) && one.at().isAfter(from))
                .map(Stated::at)
                .max(Instant::compareTo);
    }
}
