// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampPrecedenceTest {

    @Property
    void shouldPutConsentStrictlyBeforeEveryEvent(@ForAll long consentTimestamp, @ForAll long eventTimestamp) {
        long consent = new ConsentTimestamp().extract(record(consentTimestamp), -1);
        long event = new EventTimestamp().extract(record(eventTimestamp), -1);

        assertThat(consent).isNotNegative().isLessThan(event);
    }

    @Test
    void shouldKeepTheTimeOfAnEvent() {
        assertThat(new EventTimestamp().extract(record(1_700_000_000_000L), -1)).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void shouldKeepTheTimeOfConsentInAHeaderOfItsOwn() {
        ConsumerRecord<Object, Object> record = record(1_700_000_000_000L);

        long unused = new ConsentTimestamp().extract(record, -1);

        assertThat(ConsentTimestamp.original(record.headers())).hasValue(1_700_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "set by a publisher", "8 bytes."})
    void shouldNotBelieveAPublisherWhoSetsThatHeader(String value) {
        ConsumerRecord<Object, Object> record = record(1_700_000_000_000L);
        record.headers()
                .add(ConsentTimestamp.HEADER, value.getBytes(StandardCharsets.UTF_8))
                .add(ConsentTimestamp.HEADER, null)
                .add(ConsentTimestamp.HEADER, new byte[Long.BYTES]);

        long unused = new ConsentTimestamp().extract(record, -1);

        assertThat(ConsentTimestamp.original(record.headers())).hasValue(1_700_000_000_000L);
    }

    /** Each removal is a pass over all that follow: of half a million, those are minutes. */
    @Test
    void shouldTakeNoHeaderOut() {
        ConsumerRecord<Object, Object> record = record(1_700_000_000_000L, new RecordHeaders() {
            @Override
            public Headers remove(String name) {
                throw new AssertionError("removed " + name);
            }
        });

        assertThat(new ConsentTimestamp().extract(record, -1)).isZero();
    }

    @Test
    void shouldKnowNoTimeOfAHeaderWithoutValue() {
        assertThat(ConsentTimestamp.original(new RecordHeaders().add(ConsentTimestamp.HEADER, null)))
                .isEmpty();
    }

    @Test
    void shouldKnowNoTimeOfOtherRecords() {
        assertThat(ConsentTimestamp.original(new RecordHeaders())).isEmpty();
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return record(timestamp, new RecordHeaders());
    }

    private static ConsumerRecord<Object, Object> record(long timestamp, Headers headers) {
        return new ConsumerRecord<>(
                "any", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, "", "", headers, Optional.empty());
    }
}
