// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Produced;

/** The example of README.md: {@link ReadmeTest} compares the two, {@link BarrierIT} runs it. */
final class PaymentsExample {

    private PaymentsExample() {}

    // example: begin
    static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> accounts = builder.table(
                "accounts",
                Consumed.with(Serdes.String(), Serdes.String()).withTimestampExtractor(new TableTimestamp()));
        builder.stream(
                        "payments",
                        Consumed.with(Serdes.String(), Serdes.String()).withTimestampExtractor(new StreamTimestamp()))
                .leftJoin(accounts, (payment, account) -> payment + ": " + account)
                .to("checked-payments", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    static KafkaStreams withBarrier(Properties config, BarrierObserver observer) {
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        BarrierClientSupplier.verify(new StreamsConfig(config));

        ReadBarrier barrier = new ReadBarrier(Set.of("accounts"), Set.of("payments"));
        long mostBytes = 16 * 1024 * 1024;
        return new KafkaStreams(
                topology(), config, new BarrierClientSupplier(barrier, BarrierTimings.DEFAULT, mostBytes, observer));
    }
    // example: end
}
