// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The changelog of what a gate holds of consents. One that was deleted and created again is another one.
 *
 * @param topicId unique over clusters and never used again
 */
record Changelog(String topicId, List<TopicPartition> partitions) {

    Changelog {
        partitions = List.copyOf(partitions);
    }
}
