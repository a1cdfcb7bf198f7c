// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final Publication publication = new Publication(producer, "consent-state");

    @Test
    void shouldCountWhatTheBrokersTook() {
        publication.send(1, "s1", new byte[] {0});
        publication.send(2, "s2", null);
        publication.awaitAnswers();

        assertThat(publication.acknowledged()).isEqualTo(2);
        assertThat(publication.failure()).isNull();
        assertThat(producer.history().get(1).key()).isEqualTo("s2");
        assertThat(producer.history().get(1).value()).isNull();
    }

    @Test
    void shouldNameTheFirstLineNotTakenAndSendNoMore() {
        publication.send(1, "s1", new byte[1]);
        publication.send(2, "s2", new byte[1]);
        publication.send(4, "s3", new byte[1]);
        producer.completeNext();
        producer.errorNext(new RecordTooLargeException("too large"));
        producer.errorNext(new TimeoutException("too late"));

        boolean sent = publication.send(5, "s4", new byte[1]);

        assertThat(sent).isFalse();
        assertThat(publication.acknowledged()).isEqualTo(1);
        assertThat(publication.failure()).isNotNull();
        assertThat(publication.failure().line()).isEqualTo(2);
        assertThat(producer.history()).hasSize(3);
    }
}
