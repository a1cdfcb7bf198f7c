// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * A stream partition that has waited for its table partitions for longer than {@link BarrierTimings#hold}. Immutable.
 *
 * @param stream the stream partition that waits
 * @param waited time since its first waiting record was fetched
 * @param missing the table partitions it waits for; never empty
 */
public record Wait(TopicPartition stream, Duration waited, List<Missing> missing) {

    public Wait {
        missing = List.copyOf(missing);
    }

    /**
     * A table partition that has not been read far enough.
     *
     * @param table the table partition
     * @param lag offsets from the consumer's position to the high watermark, transaction markers included; empty while
     *     one of the two is not known
     * @param problem why it is not known, in the words of the client, without contents of records; empty where the lag is
     *     known, or where the leader has not answered yet
     */
    public record Missing(TopicPartition table, OptionalLong lag, Optional<String> problem) {}
}
