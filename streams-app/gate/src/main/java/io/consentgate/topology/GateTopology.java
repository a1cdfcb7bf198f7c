// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.barrier.StreamTimestamp;
import io.consentgate.barrier.TableTimestamp;
import io.consentgate.topology.EventKind.OfferDecisions;
import io.consentgate.topology.EventKind.OutboundMessages;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The gate's topology, in flow order. Values stay bytes from end to end: processors decode what they need, and cleared
 * values leave unchanged.
 *
 * <p>One sub-topology: a task owns a subject's consent, events and replies together. The DSL's joins are not used,
 * because they drop null values, and check neither nulls nor freshness as the gate must.
 */
public final class GateTopology {

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final GateParts parts;
    private final Properties options;
    private final StreamsBuilder builder;
    private final RecordLimit limit;
    private final RecordWatch watch;

    /** Without a {@link RecordWatch}; see the other constructor. */
    public GateTopology(GateParts parts, Properties options, long smallestOutput) {
        this(parts, options, smallestOutput, RecordWatch.NONE);
    }

    /**
     * @param options Kafka Streams' options; they turn on the enforcement of explicit names (KIP-1111)
     * @param smallestOutput smallest {@code max.message.bytes} of the gate's output topics
     * @param watch receives the record that each stream thread works on
     */
    public GateTopology(GateParts parts, Properties options, long smallestOutput, RecordWatch watch) {
        this.parts = parts;
        this.watch = watch;
        this.options = options;
        StreamsConfig config = new StreamsConfig(options);
        this.builder = builder(config);
        this.limit = RecordLimit.of(config, smallestOutput);
    }

    /** A plain StreamsBuilder lets unnamed stores and topics through, with any value of the option. */
    static StreamsBuilder builder(StreamsConfig config) {
        return new StreamsBuilder(new TopologyConfig(config));
    }

    public Topology build() {
        builder.addStateStore(Stores.consentBySubject());
        builder.addStateStore(Stores.repliesByInquiry());
        builder.addStateStore(Stores.casesByDeadline());
        builder.addStateStore(Stores.deadlinesByCase());
        builder.addStateStore(Stores.casesByEvent());
        builder.addStateStore(Stores.verdictsUsed());
        builder.addStateStore(Stores.reviewers());
        builder.addStateStore(Stores.humanDecisions());
        builder.addStateStore(Stores.contactsBySubject());
        keepConsent();
        gateMessages();
        gateDecisions();
        judgeVerdicts();
        return builder.build(options);
    }

    private void keepConsent() {
        Topics topics = parts.topics();
        KStream<byte[], byte[]> kept = read(
                        Operators.READ_CONSENT_STATE,
                        List.of(topics.consentState(), topics.consentStateRerouted()),
                        TableTimestamp.keptIn(GateHeaders.TIMESTAMP))
                .process(
                        () -> new WatchedProcessor(new ConsentProcessor(parts, limit), watch),
                        Named.as(Operators.KEEP_CONSENT_BY_SUBJECT),
                        Stores.CONSENT_BY_SUBJECT,
                        Stores.REPLIES_BY_INQUIRY,
                        Stores.CONTACTS_BY_SUBJECT,
                        Stores.CASES_BY_DEADLINE,
                        Stores.DEADLINES_BY_CASE,
                        Stores.CASES_BY_EVENT);
        write(kept, topics.consentStateRerouted(), Operators.REROUTE_CONSENT_STATE);
        write(kept, topics.deadLetters(), Operators.DEAD_LETTER_CONSENT_STATE);
        write(kept, topics.reviewOutcomes(), Operators.WRITE_OUTCOMES_OF_ERASURES);
    }

    private void gateMessages() {
        Topics topics = parts.topics();
        KStream<byte[], byte[]> judged = judge(
                read(
                        Operators.READ_OUTBOUND_MESSAGES,
                        List.of(topics.outboundMessages(), topics.outboundMessagesRerouted()),
                        new StreamTimestamp()),
                OutboundMessages.OUTBOUND_MESSAGES);
        write(judged, topics.clearedMessages(), Operators.WRITE_CLEARED_MESSAGES);
        write(judged, topics.quarantine(), Operators.QUARANTINE_OUTBOUND_MESSAGES);
        write(judged, topics.reviewOutcomes(), Operators.WRITE_OUTCOMES_OF_MESSAGES);
        write(judged, topics.outboundMessagesRerouted(), Operators.REROUTE_OUTBOUND_MESSAGES);
        write(judged, topics.deadLetters(), Operators.DEAD_LETTER_OUTBOUND_MESSAGES);
    }

    private void gateDecisions() {
        Topics topics = parts.topics();
        KStream<byte[], byte[]> judged = judge(
                read(
                        Operators.READ_OFFER_DECISIONS,
                        List.of(topics.offerDecisions(), topics.offerDecisionsRerouted()),
                        new StreamTimestamp()),
                OfferDecisions.OFFER_DECISIONS);
        write(judged, topics.clearedDecisions(), Operators.WRITE_CLEARED_DECISIONS);
        write(judged, topics.quarantine(), Operators.QUARANTINE_OFFER_DECISIONS);
        write(judged, topics.reviewOutcomes(), Operators.WRITE_OUTCOMES_OF_DECISIONS);
        write(judged, topics.offerDecisionsRerouted(), Operators.REROUTE_OFFER_DECISIONS);
        write(judged, topics.deadLetters(), Operators.DEAD_LETTER_OFFER_DECISIONS);
    }

    /** In the same sub-topology, so that releases are judged by the same consent as events. */
    private void judgeVerdicts() {
        Topics topics = parts.topics();
        KStream<byte[], byte[]> judged = read(
                        Operators.READ_REVIEW_VERDICTS,
                        List.of(topics.reviewVerdicts(), topics.reviewVerdictsRerouted()),
                        new StreamTimestamp())
                .process(
                        () -> new WatchedProcessor(new VerdictProcessor(parts, limit), watch),
                        Named.as(Operators.JUDGE_REVIEW_VERDICTS),
                        Stores.CONSENT_BY_SUBJECT,
                        Stores.REPLIES_BY_INQUIRY,
                        Stores.CONTACTS_BY_SUBJECT,
                        Stores.HUMAN_DECISIONS,
                        Stores.CASES_BY_DEADLINE,
                        Stores.DEADLINES_BY_CASE,
                        Stores.CASES_BY_EVENT,
                        Stores.VERDICTS_USED,
                        Stores.REVIEWERS);
        write(judged, topics.reviewOutcomes(), Operators.WRITE_REVIEW_OUTCOMES);
        write(judged, topics.clearedMessages(), Operators.RELEASE_MESSAGES);
        write(judged, topics.clearedDecisions(), Operators.RELEASE_DECISIONS);
        write(judged, topics.reviewVerdictsRerouted(), Operators.REROUTE_REVIEW_VERDICTS);
        write(judged, topics.deadLetters(), Operators.DEAD_LETTER_REVIEW_VERDICTS);
    }

    private KStream<byte[], byte[]> read(String name, List<String> from, TimestampExtractor time) {
        return builder.stream(from, Consumed.with(BYTES, BYTES).withName(name).withTimestampExtractor(time));
    }

    private <F> KStream<byte[], byte[]> judge(KStream<byte[], byte[]> events, EventKind<F> kind) {
        return events.process(
                () -> new WatchedProcessor(new JudgeProcessor<>(kind, parts, limit), watch),
                Named.as(kind.outputs().judge()),
                Stores.CONSENT_BY_SUBJECT,
                Stores.REPLIES_BY_INQUIRY,
                Stores.CONTACTS_BY_SUBJECT,
                Stores.HUMAN_DECISIONS,
                Stores.CASES_BY_DEADLINE,
                Stores.DEADLINES_BY_CASE,
                Stores.CASES_BY_EVENT);
    }

    /** Only records that a processor forwards to this node arrive here. */
    private static void write(KStream<byte[], byte[]> records, String to, String name) {
        records.to(to, Produced.with(BYTES, BYTES).withName(name));
    }
}
