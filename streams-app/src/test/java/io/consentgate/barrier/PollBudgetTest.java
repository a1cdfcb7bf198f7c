// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PollBudgetTest {

    private static final int SOME = 1_000;
    private static final Headers NONE = new RecordHeaders();

    private final PollBudget budget = new PollBudget();

    @Test
    void shouldTakeTheFirstRecordWhateverItsSize() {
        budget.renew(SOME);

        assertThat(key(10 * SOME)).hasSize(10 * SOME);
        assertThat(value(10 * SOME)).hasSize(10 * SOME);
        assertThatThrownBy(() -> key(1)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldTakeAllAgainInTheNextPoll() {
        budget.renew(SOME);
        value(SOME);
        assertThatThrownBy(() -> value(1)).isInstanceOf(RuntimeException.class);

        budget.renew(SOME);

        assertThat(value(1)).hasSize(1);
    }

    @Test
    void shouldTakeTheValueOfARecordWhoseKeyItTook() {
        budget.renew(1);
        key(SOME);

        assertThat(value(SOME)).hasSize(SOME);
        assertThatThrownBy(() -> value(1)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldCountHeaders() {
        budget.renew(SOME);
        Headers large = new RecordHeaders().add("large", new byte[SOME]);

        budget.keys().deserialize("topic", large, ByteBuffer.allocate(1));

        assertThatThrownBy(() -> key(1)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldCountRecordsThatAreNextToNothing() {
        budget.renew(10 * PollBudget.PER_RECORD);
        for (int record = 0; record < 10; record++) {
            key(0);
        }

        assertThatThrownBy(() -> key(0)).isInstanceOf(RuntimeException.class);
    }

    private byte[] key(int size) {
        return budget.keys().deserialize("topic", NONE, ByteBuffer.allocate(size));
    }

    private byte[] value(int size) {
        return budget.values().deserialize("topic", NONE, ByteBuffer.allocate(size));
    }
}
