// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.ReferencePage;
import io.consentgate.topology.GateCounters;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the page of metrics to what a gate registers; OperationsIT compares it with a running one. */
class MetricsReferenceTest {
    private static final String PAGE = "docs/reference/metrics.md";

    private static final Pattern METRIC =
            Pattern.compile("# HELP (consent_gate_\\w+) (.*)\\n# TYPE \\w+ (\\w+)\\n\\w+(?:\\{(\\w+)=)?");

    private static final Duration ANY = Duration.ofMinutes(1);

    @Test
    void shouldListWhatAGateRegisters() throws IOException {
        try (Operations operations = new Operations(Clock.systemUTC(), new Operations.Limits(ANY, ANY, ANY))) {
            new GateCounters(operations.metrics());
            String scraped = ((PrometheusMeterRegistry) operations.metrics()).scrape();

            List<String> lines = new ArrayList<>(List.of("| metric | type | label | meaning |", "|---|---|---|---|"));
            METRIC.matcher(scraped).results().map(MetricsReferenceTest::row).forEach(lines::add);
            ReferencePage.assertHolds(PAGE, "metrics", lines);
        }
    }

    private static String row(MatchResult metric) {
        String label = metric.group(4) == null || metric.group(4).equals("le") ? "" : "`" + metric.group(4) + "`";
        return ReferencePage.row(
                List.of("`" + metric.group(1) + "`", metric.group(3).toLowerCase(Locale.ROOT), label, metric.group(2)));
    }
}
