// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** Copies every event to its cleared topic, as bytes. */
final class PassThrough {

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private PassThrough() {}

    static Topology topology(Topics topics, Properties options) {
        StreamsBuilder builder = new StreamsBuilder();
        copy(builder, topics.outboundMessages(), topics.clearedMessages());
        copy(builder, topics.offerDecisions(), topics.clearedDecisions());
        return builder.build(options);
    }

    private static void copy(StreamsBuilder builder, String from, String to) {
        builder.stream(from, Consumed.with(BYTES, BYTES).withName("read-" + from))
                .to(to, Produced.with(BYTES, BYTES).withName("write-" + to));
    }
}
