// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.events.Channel;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Effect;
import io.consentgate.events.Initiator;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import io.consentgate.schemas.GeneratedClasses;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.topology.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.ValueJoiner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The join as in a tutorial: both sides decoded into generated classes, one condition of law, and the record encoded
 * again. No reasons, no headers, no barrier. For measurement only, never for production.
 */
final class PlainJoin {

    private static final Serde<String> KEY = Serdes.String();

    private final Topics topics;
    private final Map<String, ?> registry;
    private final StreamsBuilder builder = new StreamsBuilder();

    private PlainJoin(Topics topics, Map<String, ?> registry) {
        this.topics = topics;
        this.registry = registry;
    }

    /** @param registry how to reach the schema registry, by Confluent's property names */
    static Topology topology(Topics topics, Map<String, ?> registry, Properties options) {
        GeneratedClasses.trust();
        return new PlainJoin(topics, registry).build(options);
    }

    private Topology build(Properties options) {
        Serde<ConsentState> consentSerde = avro(ConsentState.class);
        KTable<String, ConsentState> consents = builder.table(
                topics.consentState(),
                Consumed.with(KEY, consentSerde).withName("read-consent-state"),
                Materialized.<String, ConsentState, KeyValueStore<Bytes, byte[]>>as("consent")
                        .withKeySerde(KEY)
                        .withValueSerde(consentSerde));
        join(
                topics.outboundMessages(),
                avro(OutboundMessage.class),
                consents,
                (message, consent) -> new Judged<>(message, mayBeSent(message, consent)),
                topics.clearedMessages());
        join(
                topics.offerDecisions(),
                avro(OfferDecision.class),
                consents,
                (decision, consent) -> new Judged<>(decision, mayBeApplied(decision)),
                topics.clearedDecisions());
        return builder.build(options);
    }

    private record Judged<T>(T event, boolean lawful) {}

    private <T extends SpecificRecord> void join(
            String from,
            Serde<T> serde,
            KTable<String, ConsentState> consents,
            ValueJoiner<T, @Nullable ConsentState, Judged<T>> judge,
            String cleared) {
        KStream<String, T> events =
                builder.stream(from, Consumed.with(KEY, serde).withName("read-" + from));
        events.leftJoin(
                        consents,
                        judge,
                        Joined.<String, T, ConsentState>as("join-" + from).withKeySerde(KEY))
                .split(Named.as("split-" + from))
                .branch(
                        (key, judged) -> judged.lawful(),
                        Branched.withConsumer(lawful -> write(lawful, serde, cleared, "write-" + cleared)))
                .defaultBranch(
                        Branched.withConsumer(rest -> write(rest, serde, topics.quarantine(), "quarantine-" + from)));
    }

    private static <T> void write(KStream<String, Judged<T>> judged, Serde<T> serde, String to, String name) {
        judged.mapValues(Judged::event, Named.as("unwrap-for-" + name))
                .to(to, Produced.with(KEY, serde).withName(name));
    }

    private static boolean mayBeSent(OutboundMessage message, @Nullable ConsentState consent) {
        return message.getPurpose() != Purpose.DIRECT_MARKETING
                || message.getInitiator() == Initiator.SUBJECT
                || (consent != null
                        && consent.getObjections().isEmpty()
                        && hasGranted(consent, message.getControllerId(), message.getChannel()));
    }

    private static boolean hasGranted(ConsentState state, String controller, Channel channel) {
        for (Consent consent : state.getConsents()) {
            if (consent.getControllerId().equals(controller)
                    && consent.getChannel() == channel
                    && consent.getPurpose() == ConsentPurpose.DIRECT_MARKETING
                    && consent.getStatus() == ConsentStatus.GRANTED) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayBeApplied(OfferDecision decision) {
        return !decision.getEffects().contains(Effect.CREDIT);
    }

    private <T extends SpecificRecord> Serde<T> avro(Class<T> type) {
        Map<String, Object> configs = new HashMap<>(registry);
        configs.put("specific.avro.reader", true);
        // Two types of record share the quarantine topic.
        configs.put("value.subject.name.strategy", "io.confluent.kafka.serializers.subject.RecordNameStrategy");
        AvroSerializer serializer = new AvroSerializer();
        serializer.configure(configs, false);
        AvroDeserializer deserializer = new AvroDeserializer();
        deserializer.configure(configs, false);
        Serializer<T> write = serializer::serialize;
        Deserializer<T> read = (topic, bytes) -> type.cast(deserializer.deserialize(topic, bytes));
        return Serdes.serdeFrom(write, read);
    }
}
