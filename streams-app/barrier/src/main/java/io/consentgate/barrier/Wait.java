// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * An event partition that has been waiting for consent long enough for somebody to want to know.
 *
 * @param events the partition that waits
 * @param waited since its first waiting event was fetched
 * @param missing what it waits for; never empty
 */
public record Wait(TopicPartition events, Duration waited, List<Missing> missing) {

    public Wait {
        missing = List.copyOf(missing);
    }

    /**
     * A consent partition that has not been read far enough.
     *
     * @param consent the partition
     * @param behind records (and transaction markers) still to be read; empty while the high watermark is not known
     * @param problem why the high watermark is not known, in the words of the client; without personal data
     */
    public record Missing(TopicPartition consent, OptionalLong behind, Optional<String> problem) {}
}
