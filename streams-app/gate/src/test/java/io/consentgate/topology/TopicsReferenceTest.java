// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.ReferencePage;
import io.consentgate.serde.UndecodableException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the page of topics and headers to the topics and headers that there are. */
class TopicsReferenceTest {
    private static final String PAGE = "docs/reference/topics-and-headers.md";

    private static final List<Topics.Spec> SPECS =
            Topics.prefixed("").specs(Duration.ofDays(30), Duration.ofDays(1095));

    @Test
    void shouldSayWhatEachTopicIsFor() throws IOException {
        assertThat(ReferencePage.names(PAGE, "topics"))
                .isEqualTo(SPECS.stream().map(Topics.Spec::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void shouldListTheSettingsThatTopicsAreCreatedWith() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| topic | written by | settings |", "|---|---|---|"));
        for (Topics.Spec spec : SPECS) {
            String settings = new TreeMap<>(spec.settings())
                    .entrySet().stream()
                            .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                            .collect(Collectors.joining(", "));
            lines.add(ReferencePage.row(
                    List.of("`" + spec.name() + "`", spec.writer().name().toLowerCase(Locale.ROOT), settings)));
        }

        ReferencePage.assertHolds(PAGE, "topic-settings", lines);
    }

    @Test
    void shouldSayWhatEachHeaderMeans() throws IOException, IllegalAccessException {
        Set<String> headers = new TreeSet<>(Set.of(GateHeaders.TIMESTAMP));
        for (Field constant : GateHeaders.class.getFields()) {
            headers.add((String) constant.get(null));
        }
        headers.removeAll(Set.of(GateHeaders.PREFIX, GateHeaders.REF));

        assertThat(ReferencePage.names(PAGE, "headers")).isEqualTo(headers);
    }

    @Test
    void shouldSayWhatEachReasonOfADeadLetterMeans() throws IOException {
        Set<String> reasons = new TreeSet<>(Set.of(
                DeadLetters.NO_SUBJECT,
                DeadLetters.SUBJECT_TOO_LONG,
                DeadLetters.FIELD_TOO_LONG,
                DeadLetters.TOO_LARGE,
                DeadLetters.DOUBTFUL_CONSENT,
                DeadLetters.MISPLACED,
                DeadLetters.SKIPPED));
        for (UndecodableException.Reason reason : UndecodableException.Reason.values()) {
            reasons.add(reason.name());
        }

        assertThat(ReferencePage.names(PAGE, "reasons")).isEqualTo(reasons);
    }
}
