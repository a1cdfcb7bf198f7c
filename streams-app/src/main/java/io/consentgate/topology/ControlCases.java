// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.serde.QuarantineCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Plants cases that measure whether a reviewer reads: plain advertising to a person who withdrew their consent, labelled
 * as performance of a contract. Nobody is behind them and they are never released. Thread-safe.
 *
 * <p>On {@code quarantine} such a case looks like any other. It is named after a message that was cleared, whose name no
 * case will ever have.
 */
final class ControlCases {

    private static final int MILLION = 1_000_000;

    /** What an honest reader takes for advertising at once. */
    private static final List<String> TEXTS = List.of(
            "Tylko dziś -30% na wszystko! Kod WEEKEND30. Odbierz swój rabat w sklepie lub online.",
            "Mamy dla Ciebie nową ofertę: drugi produkt za pół ceny do końca tygodnia. Sprawdź szczegóły!",
            "Wielka wyprzedaż już trwa! Kup teraz i zyskaj darmową dostawę. Nie przegap okazji.",
            "Your exclusive offer: 20% off our whole range this week. Use the code HELLO20 at checkout.");

    private final Policy policy;
    private final BiFunction<MessageFacts, String, byte[]> encoder;
    private final Quarantine quarantine;
    private final Placement placement;
    private final long dueOfMillion;

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
        this.dueOfMillion = Math.round(share * MILLION);
    }

    /**
     * The case to plant beside one that was just quarantined; mostly none. Which it is follows from the case's id, so that
     * no count has to be kept.
     *
     * @param cleared where a cleared message came from, on the partition of the task; null while there was none
     */
    Optional<Quarantine.Quarantined> beside(
            MessageFacts message, Origin quarantined, @Nullable Origin cleared, int partition, Instant at) {
        int draw = Utils.toPositive(Utils.murmur2(quarantined.caseId().getBytes(UTF_8)));
        if (cleared == null || draw % MILLION >= dueOfMillion) {
            return Optional.empty();
        }
        MessageFacts planted = message(message, partition, at);
        ConsentFacts consent = withdrawn(planted, at);
        Assessment assessment = policy.assess(planted, new ConsentView.OnRecord(consent), GateMemory.EMPTY, at);
        if (!(assessment instanceof Assessment.Diverted diverted)) {
            // By rules set to observe it would have gone through: nobody could be asked about it.
            return Optional.empty();
        }
        Record<byte[], byte[]> record = new Record<>(
                planted.subjectId().getBytes(UTF_8),
                encoder.apply(planted, TEXTS.get(draw % TEXTS.size())),
                cleared.timestamp(),
                new RecordHeaders());
        Quarantine.Quarantined wrapped = quarantine.wrap(
                record,
                new Quarantine.Diversion(
                        EventKind.OutboundMessages.OUTBOUND_MESSAGES,
                        planted.subjectId(),
                        cleared,
                        diverted,
                        new QuarantineCase.ConsentSeen(
                                consent.version(), consent.updatedAt(), partition, cleared.offset()),
                        null,
                        at));
        return Optional.of(wrapped.asControl());
    }

    /** Of the same controller as the one beside it. */
    private MessageFacts message(MessageFacts like, int partition, Instant at) {
        return new MessageFacts(
                UUID.randomUUID().toString(),
                subjectOn(partition),
                like.controllerId(),
                like.jurisdiction(),
                Channel.SMS,
                Purpose.CONTRACT_PERFORMANCE,
                CommercialContent.PRIMARY,
                null,
                Initiator.BUSINESS,
                at.minusSeconds(1),
                null,
                null,
                UUID.randomUUID().toString(),
                like.contactKeyId(),
                null,
                "contract-" + UUID.randomUUID(),
                null,
                null,
                false,
                null,
                null);
    }

    private String subjectOn(int partition) {
        while (true) {
            String subject = UUID.randomUUID().toString();
            if (placement.partitionOf(subject.getBytes(UTF_8)) == partition) {
                return subject;
            }
        }
    }

    private static ConsentFacts withdrawn(MessageFacts message, Instant at) {
        Instant granted = at.minus(Duration.ofDays(200));
        Instant withdrawn = at.minus(Duration.ofDays(20));
        return new ConsentFacts(
                message.subjectId(),
                2,
                withdrawn,
                List.of(new Consent(
                        UUID.randomUUID().toString(),
                        message.controllerId(),
                        message.channel(),
                        ConsentPurpose.DIRECT_MARKETING,
                        ConsentStatus.WITHDRAWN,
                        true,
                        granted,
                        withdrawn,
                        null,
                        message.contactRef(),
                        message.contactKeyId(),
                        new Evidence(
                                EvidenceKind.WEB_FORM,
                                UUID.randomUUID().toString(),
                                null,
                                granted,
                                "wording-1",
                                null,
                                Set.of(ConsentPurpose.DIRECT_MARKETING),
                                Set.of(message.channel()),
                                null,
                                null,
                                null))),
                List.of(),
                List.of());
    }
}
