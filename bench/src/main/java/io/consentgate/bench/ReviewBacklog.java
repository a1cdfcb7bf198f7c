// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.EventKind;
import io.consentgate.events.Finding;
import io.consentgate.events.Initiator;
import io.consentgate.events.OptOut;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.Source;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.topology.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Quarantined messages as after a busy month: 40 campaigns of very different size, three controllers, five channels,
 * one to three rules each, a third with a deadline. Deterministic. Used by one thread.
 */
final class ReviewBacklog implements AutoCloseable {

    static final List<String> CONTROLLERS = List.of("shop.example", "bank.example", "telecom.example");
    static final List<Channel> CHANNELS =
            List.of(Channel.SMS, Channel.EMAIL, Channel.PUSH, Channel.VOICE, Channel.MESSENGER);
    static final List<String> RULES = List.of(
            "MSG-CONSENT-MISSING",
            "MSG-CONSENT-WITHDRAWN",
            "MSG-OBJECTION",
            "MSG-CONTACT-MISMATCH",
            "MSG-MIXED-CONTENT",
            "MSG-PURPOSE-UNSTATED",
            "MSG-EVIDENCE-MISSING");

    private static final int CAMPAIGNS = 40;

    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroSerializer serializer = new AvroSerializer();
    private final Topics topics;
    private final Instant now;

    ReviewBacklog(Stack stack, Topics topics, Instant now) {
        this.topics = topics;
        this.now = now;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        serializer.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
    }

    /** A random campaign, weighted by size: a quarter of the campaigns have half of all cases. */
    static int campaign(SplittableRandom random) {
        double even = random.nextDouble();
        return (int) (even * even * CAMPAIGNS);
    }

    /** Publishes this many cases, from a number on; returns when all are acknowledged. */
    void publish(int from, int count) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(count);
        for (int number = from; number < from + count; number++) {
            QuarantinedEvent event = quarantined(number);
            sent.add(producer.send(new ProducerRecord<>(
                    topics.quarantine(),
                    event.getSubjectId().getBytes(UTF_8),
                    serializer.serialize(topics.quarantine(), event))));
        }
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the broker refused a case: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while publishing", e);
            }
        }
    }

    private QuarantinedEvent quarantined(int number) {
        SplittableRandom random = new SplittableRandom(number);
        String subject = "subject-" + number;
        Instant at = now.minus(Duration.ofSeconds(random.nextInt(20 * 86_400)));
        OutboundMessage message = message(number, subject, at, random);
        List<String> rules = random.ints(1 + random.nextInt(3), 0, RULES.size())
                .distinct()
                .sorted()
                .mapToObj(RULES::get)
                .toList();
        return QuarantinedEvent.newBuilder()
                .setCaseId(topics.outboundMessages() + ".0." + number)
                .setCaseDigest("0".repeat(64))
                .setSubjectId(subject)
                .setKind(EventKind.OUTBOUND_MESSAGE)
                .setSource(new Source(topics.outboundMessages(), 0, (long) number, at))
                .setViolations(rules.stream()
                        .map(rule -> new Finding(
                                rule,
                                "PKE art. 398(1)",
                                "Marketing on this channel needs the person's prior consent.",
                                "Marketing tym kanałem wymaga uprzedniej zgody odbiorcy.",
                                Map.of("channel", message.getChannel().name())))
                        .toList())
                .setAllowedOutcomes(List.of(Outcome.REJECT, Outcome.RECHECK, Outcome.RECLASSIFY))
                .setPolicyVersion("bench")
                .setQuarantinedAt(at)
                .setDeadline(random.nextInt(3) == 0 ? now.plusSeconds(random.nextInt(5 * 86_400)) : null)
                .setRetainUntil(at.plus(Duration.ofDays(30)))
                .setEvent(ByteBuffer.wrap(serializer.serialize(topics.outboundMessages(), message)))
                .build();
    }

    private static OutboundMessage message(int number, String subject, Instant at, SplittableRandom random) {
        int campaign = campaign(random);
        return OutboundMessage.newBuilder()
                .setMessageId("m-" + number)
                .setSubjectId(subject)
                .setControllerId(CONTROLLERS.get(campaign % CONTROLLERS.size()))
                .setChannel(CHANNELS.get(random.nextInt(CHANNELS.size())))
                .setPurpose(Purpose.DIRECT_MARKETING)
                .setCommercialContent(CommercialContent.PRIMARY)
                .setInitiator(Initiator.BUSINESS)
                .setCreatedAt(at)
                .setCampaignId("campaign-" + campaign)
                .setChargedToRecipient(false)
                .setOptOut(OptOut.STOP_REPLY)
                .setSenderIdentified(true)
                .setContent(ByteBuffer.wrap("-15 % do niedzieli".getBytes(UTF_8)))
                .build();
    }

    @Override
    public void close() {
        producer.close();
        serializer.close();
    }
}
