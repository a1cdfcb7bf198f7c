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
 * Plants cases that measure whether a reviewer reads: plain advertising to a person of whom no consent is on record.
 * Nobody is behind them and they are never released. Thread-safe.
 *
 * <p>Such a case is made to look like any other to all who do not read the input topics: it is labelled as the message
 * beside it is, its times lie as far apart, and its made-up person has no consent history, as the case says. It is named
 * after the message before, which was cleared and so has no case of its own, unless its group is put back.
 */
final class ControlCases {

    /** Made of parts, so that a text is not known again by its wording alone. */
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

    /** Further back than this, a case would appear in the queue after later ones. */
    private static final Duration FURTHEST_BACK = Duration.ofSeconds(2);

    private final Policy policy;
    private final BiFunction<MessageFacts, String, byte[]> encoder;
    private final Quarantine quarantine;
    private final Placement placement;
    private final double share;
    private final SyntheticIds ids = new SyntheticIds();

    /** Not derived from anything that a reader of the case knows, or they could work out which ones have a neighbour. */
    private final SecureRandom random = new SecureRandom();

    /** @param share of the quarantined messages beside which a case is planted, from 0 */
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
     * The case to plant beside one that was just quarantined; mostly none.
     *
     * @param before where the message right before came from, if it was cleared: by any other name, the planted case would
     *     stand out of the order of its neighbours; null where it was not cleared
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
            // Advertising is no wrong answer to it then, or by rules set to observe it would have gone through.
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

    /** Two cases of one millisecond would be a pair to whoever looks. */
    private Duration somewhatEarlier(Origin before, Origin quarantined) {
        long room = Math.min(FURTHEST_BACK.toMillis(), quarantined.timestamp() - before.timestamp());
        return Duration.ofMillis(room <= 0 ? 0 : 1 + random.nextInt((int) room));
    }

    private static boolean isForWantOfConsentAlone(Assessment.Diverted diverted) {
        return diverted.violations().size() == 1
                && diverted.violations().get(0).code() == RuleCode.MSG_CONSENT_MISSING
                && diverted.allowedOutcomes().contains(Outcome.RECLASSIFY);
    }

    /** Of the same campaign and with the same labels as the one beside it, to and from nobody. */
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
                // basisRef stays: one for all of a campaign as a rule, so that another would stand out.
                .bot(null)
                .call(null)
                .conversation(null)
                .tracking(null)
                .build();
    }

    /** A time on the full second is one of many; a fraction would make it stand out. */
    private static Instant moved(Instant time, Duration earlier) {
        // Wraps around: the least number there is, which a publisher may write, must not stop the gate.
        return fraction(time) == 0 ? time : Instant.ofEpochMilli(time.toEpochMilli() - earlier.toMillis());
    }

    private static int fraction(Instant time) {
        return Math.floorMod(time.toEpochMilli(), 1_000);
    }

    /** An end that is counted from another time of the message moves with it; one that a campaign has in common stays. */
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
