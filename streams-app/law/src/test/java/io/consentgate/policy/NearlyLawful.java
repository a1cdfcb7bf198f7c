// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ControllerKind;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Minor;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.OptOut;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.facts.Reliance;
import io.consentgate.policy.facts.SubjectKind;
import io.consentgate.policy.facts.Surface;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.policy.messages.Inquiries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/**
 * Makes events and consents in which nearly everything is lawful, so that what decides is the one field that is not:
 * each field is the ordinary one unless a die says otherwise, and dice are seldom.
 */
public final class NearlyLawful {
    public static final Instant AT = Instant.parse("2026-11-02T09:00:00Z");

    /** One field in so many is not the ordinary one. */
    private static final int SELDOM = 17;

    /** The same where most other values change nothing, or only together with another field. */
    private static final int SOMETIMES = 5;

    private final Random random;

    NearlyLawful(long seed) {
        this.random = new Random(seed);
    }

    /** What the policy is asked about a message. */
    public record MessageCase(MessageFacts message, ConsentView consent, GateMemory memory) {
        public Assessment assessedBy(Policy policy) {
            return policy.assess(message, consent, memory, AT);
        }

        public MessageCase with(ConsentFacts record) {
            return new MessageCase(message, record, memory);
        }

        /** The same, after one more contact. */
        MessageCase after(Instant contact) {
            List<Instant> contacts = new ArrayList<>(memory.contacts());
            contacts.add(contact);
            return new MessageCase(message, consent, memory.withContacts(contacts));
        }
    }

    /** What the policy is asked about a decision. */
    public record DecisionCase(DecisionFacts decision, ConsentView consent, HumanHistory history) {
        public Assessment assessedBy(Policy policy) {
            return policy.assess(decision, consent, history, AT);
        }

        public DecisionCase with(ConsentFacts record) {
            return new DecisionCase(decision, record, history);
        }
    }

    public static MessageCase message(long seed) {
        return new NearlyLawful(seed).messageCase();
    }

    public static DecisionCase decision(long seed) {
        return new NearlyLawful(seed).decisionCase();
    }

    static Arbitrary<MessageCase> messages() {
        return Arbitraries.longs().map(NearlyLawful::message);
    }

    static Arbitrary<DecisionCase> decisions() {
        return Arbitraries.longs().map(NearlyLawful::decision);
    }

    public static Arbitrary<Consent> restrictions() {
        return Arbitraries.longs().map(seed -> new NearlyLawful(seed).restriction());
    }

    static Arbitrary<Instant> instants() {
        return Arbitraries.longs().map(seed -> new NearlyLawful(seed).instant());
    }

    static Consent worthlessGrant(long seed, Channel channel) {
        return new NearlyLawful(seed).worthlessGrant(channel);
    }

    static Arbitrary<Objection> objections() {
        return Arbitraries.longs().map(seed -> new NearlyLawful(seed).objection());
    }

    private MessageCase messageCase() {
        Channel channel = any(Channel.values(), Channel.UNKNOWN);
        Purpose purpose = random.nextBoolean() ? Purpose.DIRECT_MARKETING : any(Purpose.values(), Purpose.UNKNOWN);
        boolean marketing = purpose == Purpose.DIRECT_MARKETING || purpose == Purpose.CONSENT_REQUEST;
        boolean theirs = random.nextInt(5) == 0;
        boolean toMany = marketing && !theirs;
        MessageFacts message = new MessageFacts(
                or("m1", ""),
                or("s1", ""),
                or("shop", "bank"),
                or("PL", "DE"),
                channel,
                purpose,
                marketing
                        ? orAny(CommercialContent.PRIMARY, CommercialContent.values())
                        : orAny(CommercialContent.NONE, CommercialContent.values()),
                toMany ? any(Trigger.values(), Trigger.UNKNOWN) : seldomlyAny(Trigger.values()),
                theirs ? Initiator.SUBJECT : orAny(Initiator.BUSINESS, Initiator.values()),
                or(AT.minusSeconds(3600), instant()),
                seldomly(instant()),
                seldomly(instant()),
                contact(),
                or("k1", "k2"),
                purpose == Purpose.INQUIRY_RESPONSE || purpose == Purpose.CONSENT_REQUEST ? or("i1", "i2") : null,
                or("basis-1", " "),
                toMany ? "campaign" : seldomly("campaign"),
                seldomly(or("audience", "")),
                seldom(),
                channel == Channel.CHAT && sometimes() ? bot() : null,
                channel == Channel.VOICE ? call() : null,
                seldomly("tel1"),
                seldomly("k1"),
                random.nextBoolean() ? null : new MessageFacts.Conversation("v1", or(AT.minusSeconds(3600), instant())),
                any(new Boolean[] {null, true, false}),
                any(OptOut.values()),
                random.nextBoolean(),
                seldomly(new MessageFacts.Tracking(random.nextBoolean(), seldomly("t1"))));
        return new MessageCase(message, consent(channel), new GateMemory(replies(message), Map.of(), contacts()));
    }

    private Map<String, String> replies(MessageFacts message) {
        String replied = seldomly(or("m0", "m1"));
        return replied == null || message.inquiryId() == null
                ? Map.of()
                : Map.of(Inquiries.keyOf(message.inquiryId()), replied);
    }

    private List<Instant> contacts() {
        return sometimes() ? List.of(instant(), instant()) : List.of();
    }

    private DecisionCase decisionCase() {
        Ground ground = any(Ground.values(), Ground.UNKNOWN);
        boolean insurer = random.nextBoolean();
        DecisionFacts decision = new DecisionFacts(
                or("d1", ""),
                or("s1", ""),
                orAny(SubjectKind.NATURAL, SubjectKind.values()),
                orAny(Minor.NO, Minor.values()),
                or("shop", "bank"),
                or("PL", "DE"),
                or(AT.minusSeconds(3600), instant()),
                seldomly(instant()),
                orAny(DecisionRole.DECISION, DecisionRole.values()),
                seldomlyAny(Reliance.values()),
                random.nextBoolean() ? null : profiling(insurer),
                new DecisionFacts.Automation(
                        random.nextInt(3) == 0
                                ? AutomationMode.HUMAN_DECIDED
                                : orAny(AutomationMode.FULLY_AUTOMATED, AutomationMode.values()),
                        orNone(human())),
                effects(ground, insurer),
                seldom(),
                seldomly(5.0),
                ground,
                or(
                        insurer ? "art. 41 ust. 1a UDUiR, 9(2)(g)" : "art. 105a ust. 1a Prawo bankowe",
                        any(new String[] {"", "9(2)(g)", "art. 41 ust. 1a UDUiR, 19(2)(g)", "contract"})),
                or(
                        new DecisionFacts.Safeguards(true, true, true, true, true),
                        new DecisionFacts.Safeguards(!seldom(), !seldom(), !seldom(), !seldom(), random.nextBoolean())),
                orNone("explained"),
                or(true, false),
                null,
                or(insurer ? ControllerKind.INSURER : ControllerKind.LENDER, seldomlyAny(ControllerKind.values())),
                seldomly("asked-1"),
                seldomlyAny(Surface.values()));
        return new DecisionCase(decision, consent(Channel.SMS), history());
    }

    private ConsentView consent(Channel channel) {
        if (seldom()) {
            return random.nextBoolean() ? ConsentView.NoRecord.NO_RECORD : ConsentView.Unreadable.UNREADABLE;
        }
        List<Consent> consents = new ArrayList<>();
        for (ConsentPurpose purpose : ConsentPurpose.values()) {
            boolean hasChannel = purpose == ConsentPurpose.DIRECT_MARKETING;
            if (!seldom()) {
                consents.add(entry(
                        purpose, hasChannel ? channel : null, orAny(ConsentStatus.GRANTED, ConsentStatus.values())));
            }
            if (sometimes()) {
                consents.add(entry(
                        purpose, hasChannel ? orAny(channel, Channel.values()) : null, any(ConsentStatus.values())));
            }
        }
        List<Objection> objections = new ArrayList<>();
        while (sometimes()) {
            objections.add(objection());
        }
        List<Inquiry> inquiries = seldom() ? List.of() : List.of(inquiry(channel));
        return new ConsentFacts("s1", 1, AT, consents, objections, inquiries, List.of());
    }

    private Consent entry(ConsentPurpose purpose, @Nullable Channel channel, ConsentStatus status) {
        return new Consent(
                "c" + random.nextInt(1000),
                or("shop", "bank"),
                seldom() ? any(Channel.values()) : channel,
                orAny(purpose, ConsentPurpose.values()),
                status,
                !seldom(),
                seldom() ? orNone(instant()) : AT.minusSeconds(86_400),
                status == ConsentStatus.GRANTED ? seldomly(instant()) : orNone(AT.minusSeconds(40_000)),
                seldomly(instant()),
                contact(),
                or("k1", "k2"),
                orNone(evidence()));
    }

    /** A withdrawal or refusal that may be anywhere near. */
    private Consent restriction() {
        return new Consent(
                "w" + random.nextInt(1000),
                or("shop", "bank"),
                random.nextBoolean() ? null : any(Channel.values()),
                random.nextBoolean() ? ConsentPurpose.DIRECT_MARKETING : any(ConsentPurpose.values()),
                random.nextBoolean() ? ConsentStatus.WITHDRAWN : ConsentStatus.REFUSED,
                true,
                seldomly(instant()),
                random.nextBoolean() ? null : instant(),
                null,
                "tel1",
                "k1",
                seldomly(evidence()));
    }

    /** Lawful in all but one respect, and mostly the last act. */
    private Consent worthlessGrant(Channel channel) {
        int flaw = random.nextInt(4);
        ConsentPurpose purpose = flaw == 0 || random.nextBoolean()
                ? ConsentPurpose.DIRECT_MARKETING
                : any(ConsentPurpose.values(), ConsentPurpose.UNKNOWN);
        Evidence proof = new Evidence(
                flaw == 1 ? EvidenceKind.ORAL : EvidenceKind.WEB_FORM,
                flaw == 2 ? null : "ev-1",
                null,
                null,
                flaw == 3 ? AT.plusSeconds(100_000) : AT.minusSeconds(86_400),
                "w1",
                null,
                EnumSet.allOf(ConsentPurpose.class),
                EnumSet.allOf(Channel.class),
                null,
                null,
                null,
                null,
                Set.of(),
                null);
        return new Consent(
                "g" + random.nextInt(1000),
                or("shop", "bank"),
                flaw == 0 || purpose != ConsentPurpose.DIRECT_MARKETING ? null : channel,
                purpose,
                ConsentStatus.GRANTED,
                true,
                random.nextBoolean() ? AT : instant(),
                seldomly(instant()),
                null,
                "tel1",
                "k1",
                proof);
    }

    private Evidence evidence() {
        boolean oral = random.nextInt(4) == 0;
        return new Evidence(
                oral ? EvidenceKind.ORAL_RECORDED : sometimesAny(EvidenceKind.WEB_FORM, EvidenceKind.values()),
                or("ev-1", " "),
                seldomly("e3b7"),
                random.nextBoolean() ? "source" : null,
                seldom() ? seldomly(instant()) : AT.minusSeconds(86_400),
                orNone("w1"),
                null,
                seldom() ? Set.of() : EnumSet.allOf(ConsentPurpose.class),
                seldom() ? Set.of(Channel.EMAIL) : EnumSet.allOf(Channel.class),
                orNone("rec-1"),
                sometimesAny(RecordingBasis.CONSENT, RecordingBasis.values()),
                sometimes() ? orNone(instant()) : AT.minusSeconds(86_500),
                seldomly("discount"),
                seldom() ? Set.of() : EnumSet.allOf(Effect.class),
                seldomly("notice"));
    }

    private Objection objection() {
        return new Objection(or("shop", "bank"), any(ObjectionScope.values()), instant(), null);
    }

    private Inquiry inquiry(Channel channel) {
        return new Inquiry(
                "i1",
                sometimesAny(
                        channel == Channel.VOICE ? InquiryKind.CALLBACK : InquiryKind.QUESTION, InquiryKind.values()),
                or("shop", "bank"),
                orAny(channel, Channel.values()),
                contact(),
                or(AT.minusSeconds(5000), instant()),
                seldomly(instant()),
                seldomly(instant()),
                seldomly("k1"));
    }

    private @Nullable String contact() {
        return seldom() ? any(new String[] {"tel2", null}) : "tel1";
    }

    private MessageFacts.Bot bot() {
        return new MessageFacts.Bot(
                sometimes() ? "vendor" : null,
                sometimes() ? " " : "dpa-1",
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                any(new Boolean[] {null, true, false}));
    }

    private MessageFacts.Call call() {
        return new MessageFacts.Call(
                random.nextBoolean(),
                random.nextBoolean(),
                sometimes() ? any(RecordingBasis.values()) : null,
                random.nextBoolean());
    }

    private DecisionFacts.Profiling profiling(boolean insurer) {
        return new DecisionFacts.Profiling(
                "model",
                "1",
                or(
                        List.of(insurer ? "age" : "interests"),
                        random.nextBoolean() ? List.of() : List.of(random.nextBoolean() ? "health" : "social-media")),
                random.nextBoolean(),
                random.nextInt(4) == 0,
                random.nextInt(3) == 0);
    }

    private DecisionFacts.Human human() {
        return new DecisionFacts.Human(
                or("r1", ""),
                "analyst",
                orNone("a1"),
                or(AT.minusSeconds(4000), instant()),
                or(AT.minusSeconds(3600), any(new Instant[] {AT.minusSeconds(3990), instant()})),
                or(List.of("file"), seldom() ? List.of(" ") : List.of()),
                !seldom(),
                false,
                seldom() ? any(new Integer[] {-1, 0, 2}) : 1,
                null);
    }

    private HumanHistory history() {
        return seldom()
                ? new HumanHistory(Collections.nCopies(50, new HumanHistory.Past(seldom(), Duration.ofMinutes(7))))
                : HumanHistory.EMPTY;
    }

    private Set<Effect> effects(Ground ground, boolean insurer) {
        if (seldom()) {
            return random.nextBoolean() ? Set.of() : EnumSet.of(any(Effect.values()), Effect.NONE);
        }
        return switch (ground) {
            case NONE -> Set.of(orAny(Effect.OFFER_SHOWN, Effect.values()));
            case AUTHORISED_BY_LAW -> Set.of(orAny(insurer ? Effect.PRICE : Effect.CREDIT, Effect.values()));
            case CONTRACT_NECESSITY, EXPLICIT_CONSENT, UNKNOWN -> Set.of(any(Effect.values(), Effect.UNKNOWN));
        };
    }

    /** About now, to the second: ties and limits are where rules differ. */
    private Instant instant() {
        long[] offsets = {
            -3_000_000_000L, -100_000_000L, -90_000, -86_400, -86_399, -40_000, -1, 0, 1, 299, 300, 301, 100_000
        };
        return AT.plusSeconds(offsets[random.nextInt(offsets.length)]);
    }

    private boolean seldom() {
        return random.nextInt(SELDOM) == 0;
    }

    private boolean sometimes() {
        return random.nextInt(SOMETIMES) == 0;
    }

    private <T> T or(T ordinary, T other) {
        return seldom() ? other : ordinary;
    }

    private <T> T orAny(T ordinary, T[] others) {
        return seldom() ? any(others) : ordinary;
    }

    private <T> T sometimesAny(T ordinary, T[] others) {
        return sometimes() ? any(others) : ordinary;
    }

    private <T> @Nullable T orNone(T ordinary) {
        return seldom() ? null : ordinary;
    }

    private <T> @Nullable T seldomly(T other) {
        return seldom() ? other : null;
    }

    private <T> @Nullable T seldomlyAny(T[] others) {
        return seldom() ? any(others) : null;
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Any of them, the last seldom. */
    private <T> T any(T[] values, T rare) {
        T value = any(values);
        return value.equals(rare) && !seldom() ? values[0] : value;
    }
}
