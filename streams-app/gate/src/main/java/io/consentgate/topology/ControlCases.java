// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Policy;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFactsBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Plants control cases that measure whether a reviewer reads: plain advertising to a person without any consent on
 * record. The person does not exist, and the gate never releases such a case. Thread-safe.
 *
 * <p>Without access to the input topics, no one can tell a control case from a real one. It copies the labels of the
 * quarantined message next to it, keeps the distances between that message's times, and shows no consent history for
 * its invented person. Its case id comes from the message before, which was cleared and therefore has no case of its
 * own. After a reset of the group's offsets, that message may still get one.
 */
final class ControlCases {

    /** Combined from parts, so that reviewers cannot recognise control cases by repeated wording. */
    private static final List<List<String>> TEXTS = List.of(
            List.of(
                    "Tylko dziś ",
                    "Tylko w ten weekend ",
                    "Do końca tygodnia ",
                    "Specjalnie dla Ciebie ",
                    "Ostatnia szansa: ",
                    "Już od jutra "),
            List.of(
                    "-30% na wszystko! ",
                    "drugi produkt za pół ceny! ",
                    "darmowa dostawa każdego zamówienia! ",
                    "rabat 50 zł na pierwsze zakupy! ",
                    "wielka wyprzedaż nowej kolekcji! ",
                    "raty 0% na cały asortyment! "),
            List.of(
                    "Odbierz swój rabat w sklepie lub online.",
                    "Sprawdź szczegóły w aplikacji.",
                    "Kup teraz i nie przegap okazji.",
                    "Zamów już dziś.",
                    "Użyj kodu z aplikacji przy zakupie.",
                    "Zapraszamy do naszych salonów."));

    /** With a larger distance, the case would appear in the queue after newer cases. */
    private static final Duration FURTHEST_BACK = Duration.ofSeconds(2);

    private final Policy policy;
    private final BiFunction<MessageFacts, String, byte[]> encoder;
    private final Quarantine quarantine;
    private final Placement placement;
    private final double share;
    private final SyntheticIds ids = new SyntheticIds();

    /**
     * Random, not derived from the case: otherwise a reader could compute which cases have a control case next to them.
     */
    private final SecureRandom random = new SecureRandom();

    /** @param share of quarantined messages that get a control case, at least 0 */
    ControlCases(
            Policy policy,
            BiFunction<MessageFacts, String, byte[]> encoder,
            Quarantine quarantine,
            Placement placement,
            double share) {
        this.policy = policy;
        this.encoder = encoder;
        this.quarantine = quarantine;
        this.placement = placement;
        this.share = share;
    }

    /**
     * The control case for a message that was just quarantined; empty for most messages.
     *
     * @param before origin of the message directly before, if it was cleared; null otherwise. Any other origin would
     *     put the control case out of order in the queue
     */
    Optional<Quarantine.Quarantined> beside(
            MessageFacts message, Origin quarantined, @Nullable Origin before, int partition, Instant at) {
        if (before == null || message.bot() != null || message.call() != null || random.nextDouble() >= share) {
            return Optional.empty();
        }
        Duration earlier = somewhatEarlier(before, quarantined);
        MessageFacts planted = like(message, partition, earlier);
        Assessment assessment = policy.assess(planted, ConsentView.NoRecord.NO_RECORD, GateMemory.EMPTY, at);
        if (!(assessment instanceof Assessment.Diverted diverted) || !isForWantOfConsentAlone(diverted)) {
            // Then accepting the advertising would not be wrong, or the missing consent is only an observed rule.
            return Optional.empty();
        }
        Instant timestamp = moved(Instant.ofEpochMilli(quarantined.timestamp()), earlier);
        Origin named = new Origin(before.topic(), before.partition(), before.offset(), timestamp.toEpochMilli());
        Record<byte[], byte[]> record = new Record<>(
                planted.subjectId().getBytes(UTF_8),
                encoder.apply(planted, text()),
                named.timestamp(),
                new RecordHeaders());
        Quarantine.Quarantined wrapped = quarantine.wrap(
                record,
                new Quarantine.Diversion(
                        EventKind.OutboundMessages.OUTBOUND_MESSAGES,
                        planted.subjectId(),
                        named,
                        diverted,
                        null,
                        planted.expiresAt(),
                        null,
                        null,
                        at.minus(earlier)));
        return Optional.of(wrapped.asControl());
    }

    /** Two cases with the same millisecond would be recognisable as a pair. */
    private Duration somewhatEarlier(Origin before, Origin quarantined) {
        long room = Math.min(FURTHEST_BACK.toMillis(), quarantined.timestamp() - before.timestamp());
        return Duration.ofMillis(room <= 0 ? 0 : 1 + random.nextInt((int) room));
    }

    private static boolean isForWantOfConsentAlone(Assessment.Diverted diverted) {
        return diverted.violations().size() == 1
                && diverted.violations().get(0).code() == RuleCode.MSG_CONSENT_MISSING
                && diverted.allowedOutcomes().contains(Outcome.RECLASSIFY);
    }

    /** Copies the campaign and labels of the neighbouring message, with an invented sender and recipient. */
    private MessageFacts like(MessageFacts message, int partition, Duration earlier) {
        Instant sent = message.sentAt();
        return MessageFactsBuilder.builder(message)
                .messageId(ids.ofNothing(message.messageId()))
                .subjectId(subjectOn(partition, message.subjectId()))
                .createdAt(moved(message.createdAt(), earlier))
                .sentAt(sent == null ? null : moved(sent, earlier))
                .expiresAt(end(message, sent, earlier))
                .contactRef(ids.ofNobodyIfAny(message.contactRef()))
                .contactRefPrevious(ids.ofNobodyIfAny(message.contactRefPrevious()))
                .inquiryId(ids.ofNothingIfAny(message.inquiryId()))
                // basisRef stays: usually a whole campaign shares one, so a different one would stand out.
                .bot(null)
                .call(null)
                .conversation(null)
                .tracking(null)
                .build();
    }

    /** A time on the full second stays, as many messages have one. A fraction of a second would stand out. */
    private static Instant moved(Instant time, Duration earlier) {
        // May overflow and wrap: a publisher may write the lowest long, which must not stop the gate.
        return fraction(time) == 0 ? time : Instant.ofEpochMilli(time.toEpochMilli() - earlier.toMillis());
    }

    private static int fraction(Instant time) {
        return Math.floorMod(time.toEpochMilli(), 1_000);
    }

    /**
     * An expiry counted from another time of the message moves with that time. An expiry shared by a campaign stays.
     */
    private static @Nullable Instant end(MessageFacts message, @Nullable Instant sent, Duration earlier) {
        Instant end = message.expiresAt();
        boolean counted = end != null
                && (fraction(end) == fraction(message.createdAt())
                        || (sent != null && fraction(end) == fraction(sent)));
        return end != null && counted ? moved(end, earlier) : end;
    }

    private String subjectOn(int partition, String like) {
        while (true) {
            String subject = ids.ofNobody(like);
            if (placement.partitionOf(subject.getBytes(UTF_8)) == partition) {
                return subject;
            }
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        TEXTS.forEach(parts -> text.append(parts.get(random.nextInt(parts.size()))));
        return text.toString();
    }
}
