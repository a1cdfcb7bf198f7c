// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.policy.Assessment.Cleared;
import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.NearlyLawful.DecisionCase;
import io.consentgate.policy.NearlyLawful.MessageCase;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Correction;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ConsentFactsBuilder;
import io.consentgate.policy.facts.ConsentFactsConsentBuilder;
import io.consentgate.policy.facts.ConsentFactsEvidenceBuilder;
import io.consentgate.policy.facts.ConsentFactsInquiryBuilder;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.standing.Succession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That nothing a publisher sends after a no turns it into a yes, save a later consent with later proof, or a correction. */
class SuccessionPropertyTest {
    private static final Policy POLICY = Policy.standard(PolicyOptions.defaults());
    private static final int RARE = 5_000;
    private static final MessageFacts ORDINARY = FactsReader.message(JsonNodeFactory.instance.objectNode());
    private static final MessageFacts CALL_BACK = callBack();
    private static final Instant AT = NearlyLawful.AT;
    private static final Instant LATEST = AT.plus(POLICY.options().clockSkew());

    /** To the second, of a few days: acts and consents have to meet. Some are no times at all. */
    private static final List<Instant> TIMES = List.of(
            AT.minusSeconds(400_000),
            AT.minusSeconds(300_000),
            AT.minusSeconds(200_000),
            AT.minusSeconds(100_000),
            AT,
            AT.plusSeconds(100_000),
            Instant.EPOCH,
            Instant.ofEpochMilli(1_761_990_000L),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.ofEpochMilli(Long.MIN_VALUE));

    private static MessageFacts callBack() {
        ObjectNode difference = JsonNodeFactory.instance.objectNode();
        difference
                .put("purpose", "INQUIRY_RESPONSE")
                .put("inquiryId", "i1")
                .put("commercialContent", "NONE")
                .put("channel", "VOICE");
        difference
                .putObject("call")
                .put("recorded", false)
                .put("recordingAnnounced", false)
                .put("identified", true);
        return FactsReader.message(difference);
    }

    /** Be it a no, or a consent whose end an earlier one would outlast. */
    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNeverClearBecauseANewerVersionLeavesAnEntryOut(
            @ForAll("messages") MessageCase message, @ForAll("decisions") DecisionCase decision, @ForAll long seed) {
        if (message.consent() instanceof ConsentFacts record && message.assessedBy(POLICY) instanceof Diverted) {
            ConsentView without = then(record, without(record, new Random(seed)));
            assertThat(POLICY.assess(message.message(), without, message.memory(), AT))
                    .isInstanceOf(Diverted.class);
        }
        if (decision.consent() instanceof ConsentFacts record && decision.assessedBy(POLICY) instanceof Diverted) {
            ConsentView without = then(record, without(record, new Random(seed)));
            assertThat(POLICY.assess(decision.decision(), without, decision.history(), AT))
                    .isInstanceOf(Diverted.class);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNeverClearBecauseAGrantOfBeforeANoIsImportedOnceMore(
            @ForAll("messages") MessageCase message, @ForAll long seed) {
        if (!(message.consent() instanceof ConsentFacts record)) {
            return;
        }
        Random random = new Random(seed);
        Consent no = no(random, message.message().controllerId());
        ConsentFacts refused = with(record, no, record.version());
        if (message.with(refused).assessedBy(POLICY) instanceof Diverted) {
            Consent grant = provenBefore(no, message, random);
            assertThat(message.with(with(refused, grant, record.version())).assessedBy(POLICY))
                    .isInstanceOf(Diverted.class);
            ConsentView withoutTheNo = then(refused, with(record, grant, record.version()));
            assertThat(POLICY.assess(message.message(), withoutTheNo, message.memory(), AT))
                    .isInstanceOf(Diverted.class);
        }
    }

    /** Not in the record that names the proof with its true date, nor in the next one, which leaves that out. */
    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNeverClearBecauseAnImportDatesAnOldProofLater(
            @ForAll("messages") MessageCase message, @ForAll long seed) {
        if (!(message.consent() instanceof ConsentFacts record)) {
            return;
        }
        Random random = new Random(seed);
        Consent grant = provenBefore(no(random, message.message().controllerId()), message, random);
        Consent no = ConsentFactsConsentBuilder.builder(
                        no(random, message.message().controllerId()))
                .withdrawnAt(AT.minusSeconds(1))
                .evidence(proof(AT.minusSeconds(1 + random.nextInt(1000))))
                .build();
        ConsentFacts refused = with(record, no, record.version());
        if (message.with(refused).assessedBy(POLICY) instanceof Diverted) {
            Consent imported = ConsentFactsConsentBuilder.builder(grant)
                    .evidence(ConsentFactsEvidenceBuilder.builder(requireNonNull(no.evidence()))
                            .capturedAt(AT)
                            .build())
                    .build();
            assertThat(message.with(with(refused, imported, record.version())).assessedBy(POLICY))
                    .isInstanceOf(Diverted.class);
            ConsentView withoutTheNo = then(refused, with(record, imported, record.version()));
            assertThat(POLICY.assess(message.message(), withoutTheNo, message.memory(), AT))
                    .isInstanceOf(Diverted.class);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 20_000)
    void shouldEndWithNoMoreClearedInAnyOrderOfVersionsThanInTheirOwn(@ForAll long seed) {
        Random random = new Random(seed);
        List<ConsentFacts> versions = versions(random);
        List<ConsentFacts> shuffled = new ArrayList<>(versions);
        for (int again = random.nextInt(4); again > 0; again--) {
            shuffled.add(versions.get(random.nextInt(versions.size())));
        }
        Collections.shuffle(shuffled, random);

        if (!isCleared(inOrder(versions))) {
            assertThat(isCleared(inOrder(shuffled))).as("%s", shuffled).isFalse();
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 20_000)
    void shouldNotClearMoreAfterAReplay(@ForAll long seed) {
        List<ConsentFacts> versions = versions(new Random(seed));

        if (!isCleared(inOrder(versions))) {
            assertThat(isCleared(inOrder(twice(versions)))).isFalse();
        }
    }

    /**
     * A replay heals itself. Left out are a status that this version does not know, and an objection that got its id later and
     * was corrected by it: what explained them may lie between the versions that are replayed, and the gate then stays on the
     * safe side.
     */
    @Property(shrinking = ShrinkingMode.OFF, tries = 20_000)
    void shouldClearAsBeforeOnceAllIsReadAgain(@ForAll long seed) {
        List<ConsentFacts> versions = versions(new Random(seed));

        boolean unknown = versions.stream()
                .flatMap(version -> version.consents().stream())
                .anyMatch(entry -> entry.status() == ConsentStatus.UNKNOWN);
        boolean namedLater = versions.stream()
                        .flatMap(version -> version.objections().stream())
                        .anyMatch(objection -> objection.objectionId() == null)
                && versions.stream().anyMatch(version -> !version.corrects().isEmpty());
        if (!unknown && !namedLater) {
            assertThat(isCleared(inOrder(twice(versions)))).isEqualTo(isCleared(inOrder(versions)));
        }
    }

    /** One version may know a proof by its reference, the next one by its digest, and a third one by both. */
    @Property(shrinking = ShrinkingMode.OFF, tries = 20_000)
    void shouldDateAProofUnderAllItsNamesInAnyOrderOfVersions(@ForAll long seed) {
        Random random = new Random(seed);
        List<ConsentFacts> versions = versionsOfProofs(random);
        List<ConsentFacts> shuffled = new ArrayList<>(versions);
        Collections.shuffle(shuffled, random);

        if (!isCleared(inOrder(versions))) {
            assertThat(isCleared(inOrder(shuffled))).as("%s", shuffled).isFalse();
        }
        assertThat(isCleared(inOrder(twice(versions)))).isEqualTo(isCleared(inOrder(versions)));
    }

    @Test
    void shouldTryProofsThatSupportAConsentAndProofsThatDoNot() {
        long cleared = LongStream.range(0, 5_000)
                .filter(seed -> isCleared(inOrder(versionsOfProofs(new Random(seed)))))
                .count();

        assertThat(cleared).isBetween(500L, 4_500L);
    }

    /** A withdrawal, and consents that date few proofs, each known under several names. */
    private static List<ConsentFacts> versionsOfProofs(Random random) {
        List<ConsentFacts> versions = new ArrayList<>();
        int count = 3 + random.nextInt(2);
        for (int version = 1; version <= count; version++) {
            List<Consent> consents = new ArrayList<>();
            for (int entries = 1 + random.nextInt(2); entries > 0; entries--) {
                consents.add(ofProof(random, version == count ? 0 : random.nextInt(TIMES.indexOf(AT))));
            }
            if (random.nextInt(count) == 0) {
                consents.add(ConsentFactsConsentBuilder.builder(ofProof(random, 0))
                        .consentId("withdrawn")
                        .status(ConsentStatus.WITHDRAWN)
                        .grantedAt(null)
                        .withdrawnAt(AT.minusSeconds(250_000))
                        .evidence(null)
                        .build());
            }
            versions.add(new ConsentFacts("s1", version, AT, consents, List.of(), List.of(), List.of()));
        }
        return versions;
    }

    /** @param time which of the times; the last ones are after the withdrawal */
    private static Consent ofProof(Random random, int time) {
        Instant at = time == 0 ? AT.minusSeconds(50_000) : TIMES.get(time - 1);
        return new Consent(
                any(random, "c1", "c2"),
                random.nextInt(8) == 0 ? "Shop" : "shop",
                Channel.SMS,
                ConsentPurpose.DIRECT_MARKETING,
                ConsentStatus.GRANTED,
                true,
                at,
                null,
                null,
                "tel1",
                "k1",
                named(random, any(random, "form-1", "form-2", "form-3", null), at));
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldOpenNoMoreInquiriesInAnyOrderOfVersionsThanInTheirOwn(@ForAll long seed) {
        Random random = new Random(seed);
        List<ConsentFacts> versions = versionsOfInquiries(random);
        List<ConsentFacts> shuffled = new ArrayList<>(versions);
        shuffled.add(versions.get(random.nextInt(versions.size())));
        Collections.shuffle(shuffled, random);

        if (!isAnswerable(inOrder(versions))) {
            assertThat(isAnswerable(inOrder(shuffled))).as("%s", shuffled).isFalse();
        }
        assertThat(isAnswerable(inOrder(twice(versions)))).isEqualTo(isAnswerable(inOrder(versions)));
    }

    /** Once answered, it is closed in whatever way later versions list it, unless the person asks again. */
    @Property(shrinking = ShrinkingMode.OFF, tries = RARE)
    void shouldNotOpenAnAnsweredInquiryAgain(@ForAll long seed) {
        Random random = new Random(seed);
        Inquiry answered = ConsentFactsInquiryBuilder.builder(inquiry(random))
                .answeredAt(AT)
                .build();
        List<ConsentFacts> versions = new ArrayList<>();
        versions.add(ofInquiries(1, List.of(answered)));
        for (int version = 2; version <= 2 + random.nextInt(3); version++) {
            versions.add(ofInquiries(
                    version,
                    List.of(ConsentFactsInquiryBuilder.builder(answered)
                            .inquiryId(any(random, "i1", "I1", answered.inquiryId()))
                            .answeredAt(null)
                            .build())));
        }

        assertThat(isAnswerable(inOrder(versions))).isFalse();
    }

    @Test
    void shouldTryInquiriesThatAreOpenAndInquiriesThatAreNot() {
        long open = LongStream.range(0, 5_000)
                .filter(seed -> isAnswerable(inOrder(versionsOfInquiries(new Random(seed)))))
                .count();

        assertThat(open).isBetween(500L, 4_500L);
    }

    private static boolean isAnswerable(ConsentView view) {
        return POLICY.assess(CALL_BACK, view, GateMemory.EMPTY, AT) instanceof Cleared;
    }

    private static List<ConsentFacts> versionsOfInquiries(Random random) {
        List<ConsentFacts> versions = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int version = 1; version <= count; version++) {
            List<Inquiry> inquiries = new ArrayList<>();
            for (int entries = random.nextInt(3); entries > 0; entries--) {
                inquiries.add(inquiry(random));
            }
            if (version == count) {
                inquiries.add(ConsentFactsInquiryBuilder.builder(inquiry(random))
                        .inquiryId("i1")
                        .answeredAt(null)
                        .build());
            }
            versions.add(ofInquiries(version, inquiries));
        }
        return versions;
    }

    private static ConsentFacts ofInquiries(long version, List<Inquiry> inquiries) {
        return new ConsentFacts("s1", version, AT, List.of(), List.of(), inquiries, List.of());
    }

    private static Inquiry inquiry(Random random) {
        return new Inquiry(
                any(random, "i1", "I1", "i2"),
                InquiryKind.CALLBACK,
                any(random, "shop", "Shop", "bank"),
                Channel.VOICE,
                "tel1",
                AT.minusSeconds(3600 + 60L * random.nextInt(4)).plusMillis(random.nextInt(2)),
                any(random, null, null, AT.minusSeconds(3570), Instant.EPOCH),
                null,
                "k1");
    }

    private static List<ConsentFacts> twice(List<ConsentFacts> versions) {
        List<ConsentFacts> twice = new ArrayList<>(versions);
        twice.addAll(versions);
        return twice;
    }

    /** Properties over versions that never clear would prove nothing. */
    @Test
    void shouldTryVersionsThatClearAndVersionsThatDoNot() {
        long cleared = LongStream.range(0, 5_000)
                .filter(seed -> isCleared(inOrder(versions(new Random(seed)))))
                .count();

        assertThat(cleared).isBetween(500L, 4_500L);
    }

    @Provide
    Arbitrary<MessageCase> messages() {
        return NearlyLawful.messages();
    }

    @Provide
    Arbitrary<DecisionCase> decisions() {
        return NearlyLawful.decisions();
    }

    private static boolean isCleared(ConsentView view) {
        return POLICY.assess(ORDINARY, view, GateMemory.EMPTY, AT) instanceof Cleared;
    }

    private static ConsentView inOrder(List<ConsentFacts> versions) {
        ConsentRow row = ConsentRow.EMPTY;
        for (ConsentFacts version : versions) {
            row = Succession.next(row, version, LATEST).row();
        }
        return row.view();
    }

    private static ConsentView then(ConsentFacts record, ConsentFacts next) {
        return inOrder(List.of(
                record,
                ConsentFactsBuilder.builder(next).version(record.version() + 1).build()));
    }

    private static ConsentFacts without(ConsentFacts record, Random random) {
        List<Consent> consents = new ArrayList<>(record.consents());
        List<Objection> objections = new ArrayList<>(record.objections());
        int entry = random.nextInt(consents.size() + objections.size() + 1);
        if (entry < consents.size()) {
            consents.remove(entry);
        } else if (entry - consents.size() < objections.size()) {
            objections.remove(entry - consents.size());
        }
        return ConsentFactsBuilder.builder(record)
                .consents(consents)
                .objections(objections)
                .build();
    }

    private static ConsentFacts with(ConsentFacts record, Consent consent, long version) {
        List<Consent> consents = new ArrayList<>(record.consents());
        consents.add(consent);
        return ConsentFactsBuilder.builder(record)
                .consents(consents)
                .version(version)
                .build();
    }

    /** To marketing by this controller, on all channels and to all contacts. */
    private static Consent no(Random random, String controllerId) {
        return new Consent(
                "no",
                controllerId,
                null,
                ConsentPurpose.DIRECT_MARKETING,
                random.nextBoolean() ? ConsentStatus.WITHDRAWN : ConsentStatus.REFUSED,
                true,
                null,
                time(random),
                null,
                null,
                null,
                null);
    }

    /** Lawful in all respects, and of the latest date; its proof is no later than the no. */
    private static Consent provenBefore(Consent no, MessageCase message, Random random) {
        Instant known = Plausible.known(no.withdrawnAt(), LATEST);
        Instant provenAt = known == null ? AT : known.minusSeconds(random.nextInt(2));
        return new Consent(
                "imported",
                no.controllerId(),
                message.message().channel(),
                ConsentPurpose.DIRECT_MARKETING,
                ConsentStatus.GRANTED,
                true,
                AT,
                null,
                null,
                message.message().contactRef(),
                message.message().contactKeyId(),
                proof(provenAt));
    }

    private static Evidence proof(@Nullable Instant capturedAt) {
        return ConsentFactsEvidenceBuilder.builder()
                .kind(EvidenceKind.WEB_FORM)
                .reference("ev-" + capturedAt)
                .capturedAt(capturedAt)
                .wordingId("w1")
                .statedPurposes(EnumSet.allOf(ConsentPurpose.class))
                .statedChannels(EnumSet.allOf(Channel.class))
                .statedEffects(EnumSet.noneOf(Effect.class))
                .build();
    }

    /**
     * Versions 1 to 4 at most, in their order. Ids are few, so that acts are stated again, moved, narrowed and corrected, and
     * that one version names one id for several consents.
     */
    private static List<ConsentFacts> versions(Random random) {
        List<ConsentFacts> versions = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int version = 1; version <= count; version++) {
            List<Consent> consents = new ArrayList<>();
            for (int entries = random.nextInt(4); entries > 0; entries--) {
                consents.add(entry(random));
            }
            if (version == count && random.nextInt(4) > 0) {
                Consent granted = ConsentFactsConsentBuilder.builder(entry(random))
                        .status(ConsentStatus.GRANTED)
                        .channel(Channel.SMS)
                        .contactRef("tel1")
                        .withdrawnAt(null)
                        .expiresAt(null)
                        .grantedAt(AT.minusSeconds(50_000))
                        .evidence(underFurtherNames(proof(AT.minusSeconds(50_000)), random))
                        .build();
                consents.add(granted);
            }
            versions.add(new ConsentFacts(
                    "s1",
                    version,
                    AT,
                    consents,
                    random.nextInt(4) == 0 ? List.of(objection(random)) : List.of(),
                    List.of(),
                    random.nextInt(4) == 0
                            ? List.of(
                                    new Correction(any(random, "c1", "c2", "objection:o1"), any(random, "ticket", " ")))
                            : List.of()));
        }
        return versions;
    }

    private static Consent entry(Random random) {
        ConsentStatus status = any(
                random,
                ConsentStatus.GRANTED,
                ConsentStatus.GRANTED,
                ConsentStatus.WITHDRAWN,
                ConsentStatus.REFUSED,
                ConsentStatus.UNKNOWN,
                ConsentStatus.PENDING);
        return new Consent(
                any(random, "c1", "c2", "c3"),
                random.nextInt(8) == 0 ? "bank" : "shop",
                random.nextInt(4) == 0 ? any(random, null, Channel.EMAIL, Channel.UNKNOWN) : Channel.SMS,
                ConsentPurpose.DIRECT_MARKETING,
                status,
                true,
                random.nextInt(3) == 0 ? null : time(random),
                status == ConsentStatus.GRANTED && random.nextInt(4) > 0 ? null : time(random),
                random.nextInt(6) == 0 ? time(random) : null,
                random.nextInt(4) == 0 ? any(random, null, "tel2") : "tel1",
                random.nextInt(6) == 0 ? "k2" : "k1",
                underFurtherNames(proof(time(random)), random));
    }

    private static Evidence underFurtherNames(Evidence proof, Random random) {
        return random.nextInt(3) > 0 ? proof : named(random, proof.reference(), proof.capturedAt());
    }

    private static Evidence named(Random random, @Nullable String reference, @Nullable Instant capturedAt) {
        return ConsentFactsEvidenceBuilder.builder(proof(capturedAt))
                .reference(reference)
                .digest(any(random, null, "0a1b2c3d4e5f6071", "1b2c3d4e5f607182"))
                .recordingRef(any(random, null, null, "recording-1"))
                .build();
    }

    private static Objection objection(Random random) {
        return new Objection(
                "shop",
                any(random, ObjectionScope.values()),
                Objects.requireNonNull(any(random, TIMES.toArray(new Instant[0]))),
                any(random, null, "o1"));
    }

    private static @Nullable Instant time(Random random) {
        return random.nextInt(8) == 0 ? null : TIMES.get(random.nextInt(TIMES.size()));
    }

    @SafeVarargs
    private static <T extends @Nullable Object> T any(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
