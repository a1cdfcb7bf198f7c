// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The medians of several rounds as a table in Markdown. */
record LatencyReport(List<Run> runs) {

    /** One contender at one rate in one round, in milliseconds. */
    record Run(Contender contender, int messagesPerSecond, long p50, long p99) {}

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
        return table.toString();
    }

    private static long median(List<Run> runs, ToLongFunction<Run> figure) {
        long[] sorted = runs.stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
