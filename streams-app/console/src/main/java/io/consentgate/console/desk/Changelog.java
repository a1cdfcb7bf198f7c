// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The changelog of the gate's consent store. A recreated changelog counts as a different one.
 *
 * @param topicId unique across clusters and never reused
 */
record Changelog(String topicId, List<TopicPartition> partitions) {

    Changelog {
        partitions = List.copyOf(partitions);
    }
}
