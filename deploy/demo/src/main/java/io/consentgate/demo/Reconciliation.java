// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import io.consentgate.demo.scenario.Expectation;
import io.consentgate.policy.RuleCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares every published record with every output. They match when each record is in exactly one output, with the
 * expected verdict and reasons, and with unchanged bytes.
 *
 * <p>An output may arrive before the publisher knows the position of its record. Everything stays in memory while the
 * demo runs, some hundred bytes per record. Thread-safe.
 */
final class Reconciliation {

    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<Position, Entry> byPosition = new HashMap<>();
    private final Map<String, List<Output>> earlyById = new HashMap<>();
    private final Map<Position, List<Output>> earlyByPosition = new HashMap<>();
    private final Map<Position, Integer> earlyReroutes = new HashMap<>();
    private final Map<String, Counters> counters = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private long outstanding;

    private static final class Entry {
        private final Position position;
        private final Publication publication;
        private final List<Output> outputs = new ArrayList<>(1);

        Entry(Position position, Publication publication) {
            this.position = position;
            this.publication = publication;
        }
    }

    private static final class Counters {
        private long published;
        private long cleared;
        private long quarantined;
        private long deadLettered;
        private long rerouted;
        private final Map<String, Long> reasons = new TreeMap<>();

        Tally tally(String system) {
            return new Tally(system, published, cleared, quarantined, deadLettered, rerouted, Map.copyOf(reasons));
        }
    }

    /** Starts with a line for each system. */
    Reconciliation(List<String> systems) {
        systems.forEach(system -> counters.put(system, new Counters()));
    }

    /** The broker acknowledged a record. */
    synchronized void published(Position position, Publication publication) {
        Entry entry = new Entry(position, publication);
        entries.add(entry);
        byId.put(publication.id(), entry);
        byPosition.put(position, entry);
        outstanding++;
        Counters system = countersOf(entry);
        system.published++;
        system.rerouted += orZero(earlyReroutes.remove(position));
        take(earlyById.remove(publication.id())).forEach(output -> settle(entry, output));
        take(earlyByPosition.remove(position)).forEach(output -> settle(entry, output));
    }

    /** The gate wrote an output. */
    synchronized void observed(Output output) {
        if (output instanceof Output.Cleared cleared) {
            file(byId.get(cleared.publicationId()), output, earlyById, cleared.publicationId());
        } else if (output instanceof Output.Quarantined quarantined) {
            Position source = sourceOf(quarantined);
            file(byPosition.get(source), output, earlyByPosition, source);
        } else if (output instanceof Output.DeadLettered deadLettered) {
            file(byPosition.get(deadLettered.source()), output, earlyByPosition, deadLettered.source());
        }
    }

    /** The gate rerouted a record to its subject's partition. */
    synchronized void rerouted(Position source) {
        Entry entry = byPosition.get(source);
        if (entry == null) {
            earlyReroutes.merge(source, 1, Integer::sum);
        } else {
            countersOf(entry).rerouted++;
        }
    }

    private <K> void file(@Nullable Entry entry, Output output, Map<K, List<Output>> early, K key) {
        if (entry == null) {
            early.computeIfAbsent(key, missing -> new ArrayList<>(1)).add(output);
        } else {
            settle(entry, output);
        }
    }

    private void settle(Entry entry, Output output) {
        if (entry.outputs.isEmpty()) {
            outstanding--;
        }
        entry.outputs.add(output);
        Counters system = countersOf(entry);
        if (output instanceof Output.Cleared) {
            system.cleared++;
        } else if (output instanceof Output.Quarantined quarantined) {
            system.quarantined++;
            quarantined.rules().forEach(rule -> system.reasons.merge(rule, 1L, Long::sum));
        } else if (output instanceof Output.DeadLettered deadLettered) {
            system.deadLettered++;
            system.reasons.merge(deadLettered.reason(), 1L, Long::sum);
        }
    }

    private Counters countersOf(Entry entry) {
        return counters.computeIfAbsent(entry.publication.system(), system -> new Counters());
    }

    /** The case id is the source's topic, partition and offset, with dots between; topics may hold dots too. */
    private static Position sourceOf(Output.Quarantined quarantined) {
        String caseId = quarantined.caseId();
        int offsetAt = caseId.lastIndexOf('.');
        int partitionAt = caseId.lastIndexOf('.', offsetAt - 1);
        try {
            return new Position(
                    caseId.substring(0, partitionAt),
                    Integer.parseInt(caseId.substring(partitionAt + 1, offsetAt)),
                    Long.parseLong(caseId.substring(offsetAt + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException notACase) {
            return quarantined.at();
        }
    }

    /** Number of published records without an output. */
    synchronized long outstanding() {
        return outstanding;
    }

    /** Number of published records. */
    synchronized long published() {
        return entries.size();
    }

    /** The current table, with a line for each system. */
    synchronized List<Tally> tallies() {
        return counters.entrySet().stream()
                .map(entry -> entry.getValue().tally(entry.getKey()))
                .toList();
    }

    /** All mismatches. Complete once the publisher has stopped and all outputs are read. */
    synchronized List<Mismatch> mismatches() {
        List<Mismatch> mismatches = new ArrayList<>();
        entries.forEach(entry -> audit(entry, mismatches));
        unexplained(earlyById.values(), mismatches);
        unexplained(earlyByPosition.values(), mismatches);
        return mismatches;
    }

    private static void audit(Entry entry, List<Mismatch> mismatches) {
        if (entry.outputs.isEmpty()) {
            mismatches.add(mismatch(Mismatch.Kind.LOST, entry, "nothing"));
        } else if (entry.outputs.size() > 1) {
            mismatches.add(mismatch(
                    Mismatch.Kind.DUPLICATED,
                    entry,
                    entry.outputs.stream().map(Output::toString).collect(Collectors.joining(" and "))));
        } else {
            auditOnly(entry, entry.outputs.get(0), mismatches);
        }
    }

    private static void auditOnly(Entry entry, Output output, List<Mismatch> mismatches) {
        if (!isAsExpected(entry.publication.expectation(), output)) {
            mismatches.add(mismatch(Mismatch.Kind.WRONG_VERDICT, entry, output.toString()));
        }
        if (!output.digest().equals(entry.publication.digest())) {
            mismatches.add(mismatch(Mismatch.Kind.CHANGED, entry, "other bytes " + output));
        }
    }

    private static boolean isAsExpected(Expectation expectation, Output output) {
        if (expectation instanceof Expectation.Cleared expected) {
            return output instanceof Output.Cleared cleared && cleared.advice().equals(codes(expected.advice()));
        }
        if (expectation instanceof Expectation.Quarantined expected) {
            return output instanceof Output.Quarantined quarantined
                    && quarantined.rules().equals(codes(expected.rules()));
        }
        return expectation instanceof Expectation.DeadLettered expected
                && output instanceof Output.DeadLettered deadLettered
                && deadLettered.reason().equals(expected.reason());
    }

    private static Set<String> codes(Set<RuleCode> rules) {
        return rules.stream().map(RuleCode::code).collect(Collectors.toSet());
    }

    private static Mismatch mismatch(Mismatch.Kind kind, Entry entry, String got) {
        return new Mismatch(
                kind,
                entry.position,
                entry.publication.system(),
                entry.publication.expectation().toString(),
                got);
    }

    private static void unexplained(Collection<List<Output>> early, List<Mismatch> mismatches) {
        early.forEach(outputs -> outputs.forEach(output -> mismatches.add(
                new Mismatch(Mismatch.Kind.UNEXPLAINED, output.at(), "?", "nothing", output.toString()))));
    }

    private static List<Output> take(@Nullable List<Output> outputs) {
        return outputs == null ? List.of() : outputs;
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
