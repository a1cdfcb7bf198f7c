// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The medians of several rounds, and the cost of the read barrier, as Markdown tables. */
final class ThroughputReport {

    private static final double TARGET_PERCENT = 5;

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
                    "| %s | %,.0f | %,.0f – %,.0f | %s | %s | %.2f | %s | %.2f |%n",
                    contender.label(),
                    rate,
                    rates[0],
                    rates[rates.length - 1],
                    ratio(rate, throughput),
                    ratio(rate, bare),
                    cpuHere,
                    ratio(cpuHere, cpu),
                    median(contender, Measurement::brokerCpuSecondsPerMillion)));
        }
        return table.append(costOfTheBarrier()).toString();
    }

    /** A table; empty unless the gate was measured both with and without its barrier. */
    String costOfTheBarrier() {
        Differences lost = ofTheBarrier(Measurement::recordsPerSecond, (gate, without) -> 1 - gate / without);
        Differences cpu = ofTheBarrier(Measurement::cpuSecondsPerMillion, (gate, without) -> gate / without - 1);
        Differences threadCpu =
                ofTheBarrier(Measurement::threadCpuSecondsPerMillion, (gate, without) -> gate / without - 1);
        Differences brokerCpu =
                ofTheBarrier(Measurement::brokerCpuSecondsPerMillion, (gate, without) -> gate / without - 1);
        return lost.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        """

                        | what the barrier costs, %% | median of the rounds, sign test | at most %.0f %% | if they differ symmetrically: Hodges–Lehmann, Wilcoxon | at most %.0f %% |
                        |---|---|---|---|---|
                        %s%s%s%s""",
                        TARGET_PERCENT,
                        TARGET_PERCENT,
                        row("throughput lost", lost),
                        row("CPU time per event added", cpu),
                        row("the same of the stream thread alone", threadCpu),
                        row("broker CPU time per event added", brokerCpu));
    }

    /** The measurements, in the order in which they were made. */
    List<Measurement> measurements() {
        return measurements;
    }

    private static String row(String cost, Differences differences) {
        Differences.Estimate signs = differences.bySigns();
        Differences.Estimate ranks = differences.byRanks();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s |%n",
                cost,
                signs,
                signs.against(TARGET_PERCENT),
                ranks,
                ranks.against(TARGET_PERCENT));
    }

    /** In percent, for each round in which both ran. */
    private Differences ofTheBarrier(ToDoubleFunction<Measurement> figure, DoubleBinaryOperator gateAndWithout) {
        Map<Integer, Double> without = byRound(Contender.GATE_WITHOUT_BARRIER, figure);
        return new Differences(byRound(Contender.GATE, figure).entrySet().stream()
                .filter(gate -> without.containsKey(gate.getKey()))
                .mapToDouble(gate -> 100
                        * gateAndWithout.applyAsDouble(
                                gate.getValue(), Objects.requireNonNull(without.get(gate.getKey()))))
                .toArray());
    }

    private Map<Integer, Double> byRound(Contender contender, ToDoubleFunction<Measurement> figure) {
        return measurements.stream()
                .filter(measured -> measured.contender() == contender)
                .collect(Collectors.toMap(Measurement::round, figure::applyAsDouble));
    }

    /** A dash when the baseline did not run. */
    private static String ratio(double figure, double baseline) {
        return Double.isNaN(baseline) ? "–" : String.format(Locale.ROOT, "%.2f", figure / baseline);
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
