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

    private static final String HEADER = "own-timestamp";
    private static final TableTimestamp KEEPING = TableTimestamp.keptIn(HEADER);

    @Property
    void shouldPutTheTableStrictlyBeforeEveryStreamRecord(@ForAll long tableTimestamp, @ForAll long streamTimestamp) {
        long table = new TableTimestamp().extract(record(tableTimestamp), -1);
        long record = new StreamTimestamp().extract(record(streamTimestamp), -1);

        assertThat(table).isNotNegative().isLessThan(record);
    }

    @Test
    void shouldKeepTheTimeOfARecord() {
        assertThat(new StreamTimestamp().extract(record(1_700_000_000_000L), -1))
                .isEqualTo(1_700_000_000_000L);
    }

    @Test
    void shouldAddNoHeaderUnlessToldTo() {
        ConsumerRecord<Object, Object> record = record(1_700_000_000_000L);

        long unused = new TableTimestamp().extract(record, -1);

        assertThat(record.headers()).isEmpty();
    }

    @Test
    void shouldKeepTheTimeOfATableRecordInAHeader() {
        ConsumerRecord<Object, Object> record = record(1_700_000_000_000L);

        long unused = KEEPING.extract(record, -1);

        assertThat(TableTimestamp.original(record.headers(), HEADER)).hasValue(1_700_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "set by a publisher", "8 bytes."})
    void shouldNotBelieveAPublisherWhoSetsThatHeader(String value) {
        ConsumerRecord<Object, Object> record = record(1_700_000_000_000L);
        record.headers()
                .add(HEADER, value.getBytes(StandardCharsets.UTF_8))
                .add(HEADER, null)
                .add(HEADER, new byte[Long.BYTES]);

        long unused = KEEPING.extract(record, -1);

        assertThat(TableTimestamp.original(record.headers(), HEADER)).hasValue(1_700_000_000_000L);
    }

    /** Each removal walks all headers that follow: for half a million headers that takes minutes. */
    @Test
    void shouldTakeNoHeaderOut() {
        ConsumerRecord<Object, Object> record = record(1_700_000_000_000L, new RecordHeaders() {
            @Override
            public Headers remove(String name) {
                throw new AssertionError("removed " + name);
            }
        });

        assertThat(KEEPING.extract(record, -1)).isZero();
    }

    @Test
    void shouldKnowNoTimeOfAHeaderWithoutValue() {
        assertThat(TableTimestamp.original(new RecordHeaders().add(HEADER, null), HEADER))
                .isEmpty();
    }

    @Test
    void shouldKnowNoTimeOfOtherRecords() {
        assertThat(TableTimestamp.original(new RecordHeaders(), HEADER)).isEmpty();
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return record(timestamp, new RecordHeaders());
    }

    private static ConsumerRecord<Object, Object> record(long timestamp, Headers headers) {
        return new ConsumerRecord<>(
                "any", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, "", "", headers, Optional.empty());
    }
}
