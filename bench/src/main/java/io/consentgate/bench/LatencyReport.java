// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The medians of several rounds, and the cost of the read barrier, as Markdown tables. */
record LatencyReport(List<Run> runs) {

    /** One contender at one rate in one round, in milliseconds. */
    record Run(int round, Contender contender, int messagesPerSecond, long p50, long p99) {}

    private static final double TARGET_MS = 5;

    LatencyReport {
        runs = List.copyOf(runs);
    }

    String table() {
        StringBuilder table = new StringBuilder("""
                | messages/s | contender | p50, ms | p99, ms | p99 of each round |
                |---|---|---|---|---|
                """);
        for (int rate : runs.stream().map(Run::messagesPerSecond).distinct().toList()) {
            for (Contender contender :
                    runs.stream().map(Run::contender).distinct().toList()) {
                List<Run> those = runs.stream()
                        .filter(run -> run.contender() == contender && run.messagesPerSecond() == rate)
                        .toList();
                table.append(String.format(
                        Locale.ROOT,
                        "| %,d | %s | %d | %d | %s |%n",
                        rate,
                        contender.label(),
                        median(those, Run::p50),
                        median(those, Run::p99),
                        those.stream().map(Run::p99).toList()));
            }
        }
        return table.append(costOfTheBarrier()).toString();
    }

    /** Empty unless the gate was measured both with and without its barrier. */
    private String costOfTheBarrier() {
        List<Integer> rates =
                runs.stream().map(Run::messagesPerSecond).distinct().toList();
        StringBuilder table = new StringBuilder();
        for (int rate : rates) {
            table.append(costOfTheBarrier(
                    String.format(Locale.ROOT, "%,d", rate),
                    runs.stream().filter(run -> run.messagesPerSecond() == rate).toList()));
        }
        if (rates.size() > 1) {
            table.append(costOfTheBarrier("all of these", runs));
        }
        return table.isEmpty() ? "" : String.format(Locale.ROOT, """

                        | messages/s | barrier at p50, ms | barrier at p99, ms | at most %.0f ms at p99 |
                        |---|---|---|---|
                        %s""", TARGET_MS, table);
    }

    private static String costOfTheBarrier(String load, List<Run> those) {
        Differences p50 = differences(those, Run::p50);
        if (p50.isEmpty()) {
            return "";
        }
        Differences.Estimate p99 = differences(those, Run::p99).bySigns();
        return String.format(Locale.ROOT, "| %s | %s | %s | %s |%n", load, p50.bySigns(), p99, p99.against(TARGET_MS));
    }

    /** One difference per round and rate. */
    private static Differences differences(List<Run> those, ToLongFunction<Run> figure) {
        return new Differences(those.stream()
                .filter(run -> run.contender() == Contender.GATE)
                .flatMapToDouble(gate -> those.stream()
                        .filter(run -> run.contender() == Contender.GATE_WITHOUT_BARRIER
                                && run.messagesPerSecond() == gate.messagesPerSecond()
                                && run.round() == gate.round())
                        .mapToDouble(without -> figure.applyAsLong(gate) - figure.applyAsLong(without)))
                .toArray());
    }

    private static long median(List<Run> runs, ToLongFunction<Run> figure) {
        long[] sorted = runs.stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
