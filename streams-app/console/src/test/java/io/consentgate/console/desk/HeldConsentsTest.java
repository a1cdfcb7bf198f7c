// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.consentgate.Events;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.EventField.Sensitivity;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.HeldConsent.Doubt;
import io.consentgate.console.cases.HeldConsent.KeptAct;
import io.consentgate.console.cases.HeldConsent.State;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.Unforeseen;
import io.consentgate.console.desk.LogFollower.ChangelogProgress;
import io.consentgate.events.Channel;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentSeen;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.EventKind;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewResult;
import io.consentgate.policy.ContactLimit;
import io.consentgate.policy.ContactOptions;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.PublicHolidays;
import io.consentgate.topology.GateInMemory;
import io.consentgate.topology.GateInMemory.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console shows and foresees of what the gate holds. */
class HeldConsentsTest {

    private static final String ANNA = "s-anna";
    private static final int OWN = InMemoryDesk.ownPartition(ANNA);
    private static final Policy POLICY = Policy.standard(PolicyOptions.defaults());
    private static final Instant NOW = Events.NOW.plusSeconds(60);
    private static final Instant JUNE = Instant.parse("2026-06-01T10:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T10:00:00Z");

    @AutoClose
    private InMemoryDesk desk;

    private GateInMemory gate;

    @BeforeEach
    void open(@TempDir Path folder) {
        desk = new InMemoryDesk(folder);
        gate = new GateInMemory(desk.reader, PolicyOptions.defaults().clockSkew());
    }

    private static ConsentState record(long version, Consent... consents) {
        return Events.aRecord(ANNA, version, consents).build();
    }

    private static Consent granted() {
        return Events.anSmsConsent(ConsentStatus.GRANTED);
    }

    private static Consent withdrawn(String id) {
        Consent consent = Events.anSmsConsent(ConsentStatus.WITHDRAWN);
        consent.setConsentId(id);
        consent.setWithdrawnAt(JUNE);
        return consent;
    }

    /** A publisher writes, and the gate takes it in. */
    private Position taken(@Nullable IndexedRecord record) {
        return taken(record, OWN, NOW);
    }

    private Position taken(@Nullable IndexedRecord record, int partition, Instant at) {
        byte[] value = record == null ? null : desk.encoded(InMemoryDesk.TOPICS.consentState(), record);
        Position position = desk.publish(ANNA, partition, value, at);
        gate.take(ANNA, value, new Place(partition, position.offset(), at, partition != OWN), NOW);
        desk.hold(ANNA, gate.row(ANNA));
        return position;
    }

    private QuarantinedEvent aCase(@Nullable ConsentSeen seen) {
        return aCase(Events.aBirthdaySms("m-1", ANNA).build(), seen);
    }

    private QuarantinedEvent aCase(OutboundMessage message, @Nullable ConsentSeen seen) {
        return desk.quarantine(
                EventKind.OUTBOUND_MESSAGE,
                ANNA,
                desk.encoded(InMemoryDesk.TOPICS.outboundMessages(), message),
                seen,
                NOW);
    }

    private static ConsentSeen seen(long version, Position record) {
        return new ConsentSeen(version, MARCH, record.partition(), record.offset());
    }

    private CaseFile file(QuarantinedEvent event) {
        return desk.file(event, POLICY, NOW);
    }

    private void assertRefused(QuarantinedEvent event, String rule) {
        assertThat(desk.recheck(event, POLICY, NOW))
                .isInstanceOfSatisfying(
                        Preview.Refused.class,
                        refused -> assertThat(refused.violations())
                                .extracting("rule")
                                .contains(rule));
    }

    private void assertNothingForeseen(QuarantinedEvent event) {
        assertThat(desk.recheck(event, POLICY, NOW)).isInstanceOf(Preview.Unknown.class);
    }

    /** The gate takes for forbidden what may be, and so is it shown. */
    @Test
    void shouldShowThatANoInAnotherSpellingOrOnAnUnknownChannelConcernsTheEvent() {
        Consent spelt = withdrawn("c-spelt");
        spelt.setControllerId(" " + Events.CONTROLLER.toUpperCase(Locale.ROOT));
        Consent unnamed = withdrawn("c-unnamed");
        unnamed.setControllerId("n/a");
        Consent unknown = withdrawn("c-unknown");
        unknown.setChannel(Channel.UNKNOWN);
        Consent elsewhere = withdrawn("c-elsewhere");
        elsewhere.setControllerId("another");
        Position first = taken(record(1, spelt, unnamed, unknown, elsewhere));
        QuarantinedEvent before = aCase(seen(1, first));
        assertThat(file(before).held().entries())
                .extracting(ConsentRecord.Entry::concerns)
                .containsExactly(true, true, true, false);

        QuarantinedEvent after = aCase(seen(2, taken(record(2, granted()))));

        assertThat(file(after).held().kept())
                .filteredOn(KeptAct::concerns)
                .flatExtracting(KeptAct::fields)
                .extracting(EventField::value)
                .contains("c-spelt", "c-unnamed", "c-unknown")
                .doesNotContain("c-elsewhere");
        assertRefused(after, "MSG-CONSENT-WITHDRAWN");
    }

    /** The gate counts replies, and no console does. */
    @Test
    void shouldNotPromiseWhatOnlyTheGateCanKnow() {
        QuarantinedEvent event = aCase(seen(1, taken(record(1, granted()))));

        assertThat(desk.recheck(event, POLICY, NOW))
                .isInstanceOfSatisfying(
                        Preview.Released.class,
                        released -> assertThat(released.unforeseen()).containsExactly(Unforeseen.RELEASED_BEFORE));
        Policy counting = Policy.standard(PolicyOptions.defaults()
                .withContact(new ContactOptions(
                        List.of(),
                        List.of(new ContactLimit(io.consentgate.policy.facts.Channel.SMS, 1, Duration.ofDays(1))),
                        true,
                        Map.of(),
                        PublicHolidays.NONE)));
        assertThat(desk.recheck(event, counting, NOW))
                .isInstanceOfSatisfying(
                        Preview.Released.class,
                        released -> assertThat(released.unforeseen())
                                .containsExactly(Unforeseen.RELEASED_BEFORE, Unforeseen.CONTACTS));
    }

    /** The publisher's topic has only the newest version left (A3). */
    @Test
    void shouldShowAWithdrawalThatTheNewestVersionLeavesOutAfterCompaction() {
        Position first = taken(record(1, withdrawn("c-withdrawn")));
        Position second = taken(record(2, granted()));
        desk.log.remove(first);
        QuarantinedEvent event = aCase(seen(2, second));

        CaseFile file = file(event);

        assertThat(file.held().state()).isEqualTo(State.CURRENT);
        assertThat(file.held().version()).isEqualTo(2);
        assertThat(file.held().entries()).hasSize(1);
        assertThat(file.held().kept()).singleElement().satisfies(act -> {
            assertThat(act.kind()).isEqualTo(KeptAct.Kind.WITHDRAWAL);
            assertThat(act.fromVersion()).isEqualTo(1);
            assertThat(act.concerns()).isTrue();
            assertThat(act.fields()).extracting(EventField::value).contains("c-withdrawn", "SMS", JUNE.toString());
        });
        assertThat(file.consentHistory())
                .extracting(ConsentRecord::version, ConsentRecord::newest, ConsentRecord::availability)
                .containsExactly(
                        tuple(2L, true, ConsentRecord.Availability.READ),
                        tuple(1L, false, ConsentRecord.Availability.COMPACTED));
        assertRefused(event, "MSG-CONSENT-WITHDRAWN");
    }

    /** An older version that was written late outlives the newest in a compacted topic; the gate has both. */
    @Test
    void shouldShowTheNewestVersionThoughCompactionHasLeftAnOlderOne() {
        Position newest = taken(record(2, withdrawn("c-1")));
        taken(record(1, granted()));
        desk.log.remove(newest);

        HeldConsent held = desk.held(ANNA, POLICY, NOW);

        assertThat(held.version()).isEqualTo(2);
        assertThat(held.behind()).isFalse();
        assertThat(held.entries().get(0).fields()).extracting(EventField::value).contains("WITHDRAWN");
        assertRefused(aCase(null), "MSG-CONSENT-WITHDRAWN");
    }

    /** The gate and the console disagreed on an equal version (A4). */
    @Test
    void shouldSayThatVersionsContradictEachOther() {
        Position first = taken(record(2, withdrawn("c-1")));
        taken(record(2, granted()));
        QuarantinedEvent event = aCase(seen(2, first));

        assertThat(file(event).held())
                .extracting(HeldConsent::state, HeldConsent::doubt, HeldConsent::behind)
                .containsExactly(State.IN_DOUBT, Doubt.CONTRADICTION, false);
        assertRefused(event, "MSG-CONSENT-WITHDRAWN");
    }

    @Test
    void shouldNameFieldsThatTheGateDoesNotKnow() {
        taken(withUnknownField(record(1, granted())));

        HeldConsent held = desk.held(ANNA, POLICY, NOW);

        assertThat(held.state()).isEqualTo(State.IN_DOUBT);
        assertThat(held.doubt()).isEqualTo(Doubt.UNKNOWN_FIELDS);
        assertThat(held.unknownFields()).containsExactly("expires_at");
        assertThat(desk.recheck(aCase(null), POLICY, NOW)).isInstanceOf(Preview.Refused.class);
    }

    private static IndexedRecord withUnknownField(ConsentState record) {
        Schema known = record.getSchema();
        List<Schema.Field> fields = new ArrayList<>();
        known.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("expires_at", Schema.create(Schema.Type.LONG)));
        GenericData.Record changed = new GenericData.Record(
                Schema.createRecord(known.getName(), known.getDoc(), known.getNamespace(), false, fields));
        GenericData.Record plain = plain(record);
        known.getFields().forEach(field -> changed.put(field.name(), plain.get(field.pos())));
        changed.put("expires_at", 1L);
        return changed;
    }

    private static GenericData.Record plain(ConsentState record) {
        try {
            Schema schema = record.getSchema();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<ConsentState>(schema, new ConsentState().getSpecificData()).write(record, encoder);
            encoder.flush();
            return new GenericDatumReader<GenericData.Record>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was forbidden stays, and a consent of before the erasure is none (A7). */
    @Test
    void shouldShowWhatAnErasureLeaves() {
        taken(record(1, withdrawn("c-1")));
        taken(null);
        taken(record(2, granted()));
        QuarantinedEvent event = aCase(null);

        HeldConsent held = desk.held(ANNA, POLICY, NOW);

        assertThat(held.state()).isEqualTo(State.CURRENT);
        assertThat(held.erasedAt()).isEqualTo(NOW);
        assertThat(held.kept()).singleElement().satisfies(act -> {
            assertThat(act.kind()).isEqualTo(KeptAct.Kind.WITHDRAWAL);
            assertThat(act.fields()).extracting(EventField::path).doesNotContain("consentId");
        });
        assertThat(desk.recheck(event, POLICY, NOW)).isInstanceOf(Preview.Refused.class);
    }

    @Test
    void shouldShowNoRecordOfAnErasedPerson() {
        taken(record(1, granted()));
        taken(null);

        HeldConsent held = desk.held(ANNA, POLICY, NOW);

        assertThat(held.state()).isEqualTo(State.NO_RECORD);
        assertThat(held.entries()).isEmpty();
        assertThat(held.erasedAt()).isEqualTo(NOW);
    }

    /** Neither are they erased for ever, nor does their erased grant count. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldTakeAnErasureFromAnotherPartitionForWhatTheGateMadeOfIt(int away) {
        int elsewhere = (OWN + away) % InMemoryDesk.PARTITIONS;
        Position before = taken(record(1, granted()), OWN, NOW.minusSeconds(30));
        QuarantinedEvent old = aCase(seen(1, before));
        desk.close(old, ReviewResult.EXPIRED, NOW);
        taken(null, elsewhere, NOW.minusSeconds(20));

        assertThat(desk.held(ANNA, POLICY, NOW).state()).isEqualTo(State.NO_RECORD);
        assertThat(desk.held(ANNA, POLICY, NOW).behind()).isFalse();
        assertThat(file(old).readability()).isEqualTo(CaseFile.Readability.ERASED);
        assertThat(file(old).consentHistory()).noneMatch(ConsentRecord::newest);

        Position after = taken(record(2, granted()), OWN, NOW.minusSeconds(10));
        QuarantinedEvent young = aCase(seen(2, after));

        assertThat(file(young).readability()).isEqualTo(CaseFile.Readability.READ);
        assertThat(file(young).held().state()).isEqualTo(State.CURRENT);
        assertThat(file(young).consentHistory())
                .filteredOn(ConsentRecord::newest)
                .extracting(ConsentRecord::version)
                .containsExactly(2L);
        assertThat(file(old).readability()).isEqualTo(CaseFile.Readability.ERASED);
    }

    /** The gate closes what is open when it erases a person, so that what is open still came later. */
    @Test
    void shouldShowAnOpenCaseThatAroseAfterAnErasureWithoutAnyRecord() {
        taken(record(1, granted()));
        taken(null);

        QuarantinedEvent event = aCase(null);

        assertThat(file(event).readability()).isEqualTo(CaseFile.Readability.READ);
        desk.close(event, ReviewResult.EXPIRED, NOW);
        assertThat(file(event).readability()).isEqualTo(CaseFile.Readability.ERASED);
    }

    @Test
    void shouldShowNothingOfACaseWhosePersonIsBeingErased() {
        Position granted = taken(record(1, granted()));
        QuarantinedEvent event = aCase(seen(1, granted));
        assertThat(file(event).readability()).isEqualTo(CaseFile.Readability.READ);

        desk.publish(ANNA, OWN, null, NOW);

        assertThat(file(event).readability()).isEqualTo(CaseFile.Readability.ERASED);
        assertThat(file(event).held().behind()).isTrue();
    }

    /** What stands in the log is not what the gate holds, until it does. */
    @Test
    void shouldForeseeNothingWhileTheGateHasNotTakenInWhatTheLogHas() {
        taken(record(1, granted()));
        QuarantinedEvent event = aCase(null);
        assertThat(desk.recheck(event, POLICY, NOW)).isInstanceOf(Preview.Released.class);

        byte[] value = desk.encoded(InMemoryDesk.TOPICS.consentState(), record(2, withdrawn("c-1")));
        Position position = desk.publish(ANNA, OWN, value, NOW);

        assertThat(file(event).held().behind()).isTrue();
        assertThat(file(event).consentHistory())
                .filteredOn(ConsentRecord::newest)
                .extracting(ConsentRecord::version)
                .containsExactly(1L);
        assertNothingForeseen(event);

        gate.take(ANNA, value, new Place(OWN, position.offset(), NOW, false), NOW);
        desk.hold(ANNA, gate.row(ANNA));
        assertRefused(event, "MSG-CONSENT-WITHDRAWN");
    }

    @Test
    void shouldForeseeNothingForSomebodyOfWhomTheGateHasNoRowYet() {
        desk.publish(ANNA, OWN, desk.encoded(InMemoryDesk.TOPICS.consentState(), record(1, granted())), NOW);
        QuarantinedEvent event = aCase(null);

        assertThat(file(event).held())
                .extracting(HeldConsent::state, HeldConsent::behind)
                .containsExactly(State.NO_RECORD, true);
        assertNothingForeseen(event);
    }

    @Test
    void shouldDecideNothingByWhatIsNoRow() {
        taken(record(1, granted()));
        QuarantinedEvent event = aCase(null);
        byte[] row = gate.row(ANNA);

        for (byte[] forged : List.of(new byte[0], new byte[] {2}, new byte[] {9, 0}, cut(row, 30), ones(row))) {
            desk.hold(ANNA, forged);

            assertThat(file(event).held().state()).isEqualTo(State.NO_ROW);
            assertNothingForeseen(event);
        }
        desk.hold(ANNA, row);
        assertThat(file(event).held().state()).isEqualTo(State.CURRENT);
    }

    private static byte[] cut(byte[] row, int length) {
        return Arrays.copyOf(row, length);
    }

    /** Lengths that no array has. */
    private static byte[] ones(byte[] row) {
        byte[] changed = row.clone();
        Arrays.fill(changed, 30, 34, (byte) 0x7f);
        return changed;
    }

    /** The gate reads a subject's row from its own partition, whatever stands elsewhere. */
    @Test
    void shouldPassOverARowThatStandsWhereNoGateWritesIt() {
        taken(record(1, withdrawn("c-1")));
        QuarantinedEvent event = aCase(null);
        GateInMemory forger =
                new GateInMemory(desk.reader, PolicyOptions.defaults().clockSkew());
        forger.take(
                ANNA,
                desk.encoded(InMemoryDesk.TOPICS.consentState(), record(9, granted())),
                new Place(OWN, 99, NOW, false),
                NOW);
        int elsewhere = (OWN + 1) % InMemoryDesk.PARTITIONS;
        desk.append(InMemoryDesk.CHANGELOG, elsewhere, ANNA, forger.row(ANNA), NOW);

        assertThat(file(event).held().version()).isEqualTo(1);
        assertRefused(event, "MSG-CONSENT-WITHDRAWN");
    }

    /** The gate writes no null, but whoever resets a person by hand may. */
    @Test
    void shouldHoldNothingAfterANullInTheChangelog() {
        taken(record(1, granted()));
        desk.hold(ANNA, null);

        assertThat(desk.held(ANNA, POLICY, NOW).entries()).isEmpty();
    }

    @Test
    void shouldSayThatNoGateHasStartedAndReadItsChangelogOnceOneHas() {
        desk.changelog.set(Optional.empty());
        desk.awaitChangelog(ChangelogProgress.NONE);
        QuarantinedEvent event = aCase(null);

        assertThat(file(event).held().state()).isEqualTo(State.NO_CHANGELOG);
        assertNothingForeseen(event);

        desk.log.append(InMemoryDesk.CHANGELOG, OWN, ANNA, rowOf(record(1, granted())), 0);
        desk.changelog.set(Optional.of(InMemoryDesk.changelog("first")));
        desk.awaitChangelog(ChangelogProgress.READ);

        assertThat(file(event).held().state()).isEqualTo(State.CURRENT);
        assertThat(desk.recheck(event, POLICY, NOW)).isInstanceOf(Preview.Released.class);
    }

    private byte[] rowOf(ConsentState record) {
        gate.take(ANNA, desk.encoded(InMemoryDesk.TOPICS.consentState(), record), new Place(OWN, 0, NOW, false), NOW);
        return gate.row(ANNA);
    }

    /** As when an operator resets the gate: its store is empty then. */
    @Test
    void shouldForgetTheRowsOfAChangelogThatWasDeletedAndCreatedAgain() {
        Position old = desk.hold(ANNA, rowOf(record(1, granted())));
        assertThat(desk.held(ANNA, POLICY, NOW).state()).isEqualTo(State.CURRENT);

        desk.log.remove(old);
        desk.changelog.set(Optional.of(InMemoryDesk.changelog("second")));
        await().untilAsserted(
                        () -> assertThat(desk.held(ANNA, POLICY, NOW).state()).isEqualTo(State.NO_RECORD));
    }

    /** Where a keyed hash belongs there may be a number (A16); nobody is shown it. */
    @ParameterizedTest
    @ValueSource(strings = {"+48601234567", "anna@example.com"})
    void shouldShowNoContactInClear(String contact) {
        Consent consent = granted();
        consent.setContactRef(contact);
        Consent withdrawn = withdrawn("c-2");
        withdrawn.setContactRef(contact);
        taken(record(1, withdrawn));
        taken(record(2, consent));
        OutboundMessage message = Events.aBirthdaySms("m-1", ANNA)
                .setContactRef(contact)
                .setContactRefPrevious(contact)
                .build();

        CaseFile file = file(aCase(message, null));

        assertThat(file.event())
                .filteredOn(field -> field.path().startsWith("contactRef"))
                .extracting(EventField::sensitivity)
                .containsExactly(Sensitivity.CONTACT_IN_CLEAR, Sensitivity.CONTACT_IN_CLEAR);
        assertThat(file.held().kept().get(0).fields())
                .extracting(EventField::sensitivity)
                .contains(Sensitivity.CONTACT_IN_CLEAR);
        assertThat(file.toString()).doesNotContain(contact);
    }
}
