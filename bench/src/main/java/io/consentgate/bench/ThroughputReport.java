// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The medians of several rounds as a table in Markdown. */
final class ThroughputReport {

    private final List<Measurement> measurements;

    ThroughputReport(List<Measurement> measurements) {
        this.measurements = List.copyOf(measurements);
    }

    String table() {
        double throughput = median(Contender.PASS_THROUGH, Measurement::recordsPerSecond);
        double bare = median(Contender.BARE_PASS_THROUGH, Measurement::recordsPerSecond);
        double cpu = median(Contender.PASS_THROUGH, Measurement::cpuSecondsPerMillion);
        StringBuilder table = new StringBuilder("""
                | contender | events/s, median | least – most | × pass-through | × with Kafka's defaults | CPU s per million events | × pass-through | broker CPU s per million |
                |---|---|---|---|---|---|---|---|
                """);
        for (Contender contender : Contender.values()) {
            if (of(contender, Measurement::recordsPerSecond).length == 0) {
                continue;
            }
            double[] rates = of(contender, Measurement::recordsPerSecond);
            double rate = median(contender, Measurement::recordsPerSecond);
            double cpuHere = median(contender, Measurement::cpuSecondsPerMillion);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f – %,.0f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    contender.label(),
                    rate,
                    rates[0],
                    rates[rates.length - 1],
                    rate / throughput,
                    rate / bare,
                    cpuHere,
                    cpuHere / cpu,
                    median(contender, Measurement::brokerCpuSecondsPerMillion)));
        }
        return table.toString();
    }

    private double median(Contender contender, ToDoubleFunction<Measurement> figure) {
        double[] sorted = of(contender, figure);
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double[] of(Contender contender, ToDoubleFunction<Measurement> figure) {
        DoubleStream figures = measurements.stream()
                .filter(measurement -> measurement.contender() == contender)
                .mapToDouble(figure);
        double[] sorted = figures.toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
