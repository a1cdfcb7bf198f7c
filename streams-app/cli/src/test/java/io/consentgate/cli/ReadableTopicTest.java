// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReadableTopicTest {

    @Test
    void shouldReadEveryTopicThatThereIs() {
        Topics topics = Topics.prefixed("eu.");

        assertThat(Arrays.stream(ReadableTopic.values()).map(topic -> topic.in(topics)))
                .containsExactlyInAnyOrderElementsOf(topics.specs(Duration.ofDays(30), Duration.ofDays(1095)).stream()
                        .map(Topics.Spec::name)
                        .toList());
    }

    @Test
    void shouldPublishToEveryTopicOfPublishers() {
        Topics topics = Topics.prefixed("eu.");

        assertThat(Arrays.stream(PublishableTopic.values()).map(topic -> topic.in(topics)))
                .containsExactlyInAnyOrderElementsOf(topics.specs(Duration.ofDays(30), Duration.ofDays(1095)).stream()
                        .filter(spec -> spec.writer() == Topics.Owner.PUBLISHER)
                        .map(Topics.Spec::name)
                        .toList());
    }
}
