// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that should never happen. Health shows each for some time after its last occurrence, because no operator
 * watches a bare counter. Based on the meters, whose names are public contract. Thread-safe.
 */
final class RecentIncidents {

    private enum Kind {
        RULE_THREW(
                "consent_gate_rule_errors",
                "rule",
                "rule %s threw; the events are in quarantine with GATE-POLICY-ERROR, and go on by a recheck once it is mended"),
        CONSENT_IN_DOUBT(
                "consent_gate_doubtful_consents",
                "",
                "consent records contradict what is on record; nothing that needs the consent of such a person clears until"
                        + " their publisher sends a higher version (dead letters of reason DOUBTFUL_CONSENT)"),
        CONSENT_OUTDATED(
                "consent_gate_outdated_consents",
                "",
                "consent records came after a newer version, or after their person's erasure; what they grant does not count."
                        + " If this goes on, their publisher sends old data again, or counts versions wrongly");

        private final String meter;
        private final String label;
        private final String sentence;

        Kind(String meter, String label, String sentence) {
            this.meter = meter;
            this.label = label;
            this.sentence = sentence;
        }
    }

    private record Key(Kind kind, String label) {}

    private record Seen(double count, Optional<Instant> grownAt) {}

    private final MeterRegistry registry;
    private final Clock clock;
    private final Duration shownFor;
    private final Map<Key, Seen> seen = new LinkedHashMap<>();

    /** @param shownFor how long after the last occurrence */
    RecentIncidents(MeterRegistry registry, Clock clock, Duration shownFor) {
        this.registry = registry;
        this.clock = clock;
        this.shownFor = shownFor;
    }

    /** Call about every second; occurrences since the last call get the time of this call. */
    synchronized void look() {
        Instant now = clock.instant();
        for (Kind kind : Kind.values()) {
            for (Counter counter : registry.find(kind.meter).counters()) {
                String label = kind.label.isEmpty()
                        ? ""
                        : String.valueOf(counter.getId().getTag(kind.label));
                Key key = new Key(kind, label);
                Seen before = seen.getOrDefault(key, new Seen(0, Optional.empty()));
                double count = counter.count();
                if (count > before.count) {
                    seen.put(key, new Seen(count, Optional.of(now)));
                }
            }
        }
    }

    /** One sentence per kind of recent incident. */
    synchronized List<String> recent() {
        look();
        Instant since = clock.instant().minus(shownFor);
        return seen.entrySet().stream()
                .filter(entry ->
                        entry.getValue().grownAt.filter(at -> at.isAfter(since)).isPresent())
                .map(entry -> sentence(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String sentence(Key key, Seen seen) {
        return key.kind.sentence.formatted(key.label) + "; so far "
                + (long) seen.count + ", the last at "
                + seen.grownAt.orElseThrow().truncatedTo(ChronoUnit.SECONDS);
    }
}
