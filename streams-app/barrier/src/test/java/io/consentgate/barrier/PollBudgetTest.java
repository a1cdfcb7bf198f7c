// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PollBudgetTest {

    private static final int SOME = 1_000;
    private static final Headers NONE = new RecordHeaders();

    private final PollBudget budget = new PollBudget();

    @Test
    void shouldTakeTheFirstRecordWhateverItsSize() {
        renew(SOME);

        assertThat(key(10 * SOME)).hasSize(10 * SOME);
        assertThat(value(10 * SOME)).hasSize(10 * SOME);
        assertThatThrownBy(() -> key(1)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldTakeAllAgainInTheNextPoll() {
        renew(SOME);
        value(SOME);
        assertThatThrownBy(() -> value(1)).isInstanceOf(RuntimeException.class);

        renew(SOME);

        assertThat(value(1)).hasSize(1);
    }

    @Test
    void shouldTakeTheValueOfARecordWhoseKeyItTook() {
        renew(1);
        key(SOME);

        assertThat(value(SOME)).hasSize(SOME);
        assertThatThrownBy(() -> value(1)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldCountHeaders() {
        renew(SOME);
        Headers large = new RecordHeaders().add("large", new byte[SOME]);

        budget.keys().deserialize("topic", large, ByteBuffer.allocate(1));

        assertThatThrownBy(() -> key(1)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldCountRecordsThatAreNextToNothing() {
        renew(10 * PollBudget.PER_RECORD);
        for (int record = 0; record < 10; record++) {
            key(0);
        }

        assertThatThrownBy(() -> key(0)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldCountWhatHeadersTakeThatHaveNoBytes() {
        renew(10 * PollBudget.PER_HEADER + PollBudget.PER_RECORD);
        Headers empty = new RecordHeaders();
        for (int header = 0; header < 10; header++) {
            empty.add("", null);
        }

        budget.keys().deserialize("topic", empty, ByteBuffer.allocate(0));

        assertThat(budget.isUsedUp()).isTrue();
        assertThatThrownBy(() -> key(1)).isInstanceOf(RuntimeException.class);
    }

    /** Of a record without a value only the key is deserialized, and the next one may have none. */
    @Test
    void shouldCountARecordWithoutAKeyBehindOneWithoutAValue() {
        renew(SOME);
        Headers large = new RecordHeaders().add("large", new byte[SOME]);

        budget.keys().deserialize("topic", new RecordHeaders(), ByteBuffer.allocate(1));
        budget.values().deserialize("topic", large, ByteBuffer.allocate(1));

        assertThat(budget.isUsedUp()).isTrue();
    }

    @Test
    void shouldCountARecordOnceThatNoDeserializerSaw() {
        renew(SOME);
        Headers large = new RecordHeaders().add("large", new byte[SOME]);

        budget.countIfUnseen(record(new byte[0], null, large));
        assertThat(budget.isUsedUp()).isFalse();
        budget.countIfUnseen(record(null, new byte[0], large));
        assertThat(budget.isUsedUp()).isFalse();

        budget.countIfUnseen(record(null, null, large));
        assertThat(budget.isUsedUp()).isTrue();
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                "topic", 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    private void renew(long bytes) {
        budget.limit(bytes);
        budget.renew();
    }

    private byte[] key(int size) {
        return budget.keys().deserialize("topic", NONE, ByteBuffer.allocate(size));
    }

    private byte[] value(int size) {
        return budget.values().deserialize("topic", NONE, ByteBuffer.allocate(size));
    }
}
