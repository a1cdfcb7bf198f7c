// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Events.anSmsConsentOf;
import static io.consentgate.Verdicts.aVerdict;
import static io.consentgate.Verdicts.truly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.events.CommercialContent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.LabelReference;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.TrueClassification;
import io.consentgate.policy.ContactLimit;
import io.consentgate.policy.ContactOptions;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.PublicHolidays;
import io.consentgate.policy.facts.Channel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a person is approached, by the gate's own count: two text messages a day, and what is more is held back. */
class ContactLimitTest {

    private static final String ANNA = "subject-anna";
    private static final String JAN = "subject-jan";
    private static final String RULE = "MSG-CONTACT-FREQUENCY";
    private static final Policy TWO_A_DAY = limited(true);

    @TempDir
    Path folder;

    private GateScenario gate;

    @BeforeEach
    void open() {
        gate = new GateScenario(folder.resolve("gate"), TWO_A_DAY);
        agree(gate);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void shouldHoldBackTheThird() {
        send("m-1", "m-2");
        assertCleared("m-1", "m-2");

        send("m-3");

        assertHeldBack("m-3");
        assertCleared();
    }

    @Test
    void shouldClearAgainWhenTheWindowHasPassed() {
        send("m-1");
        gate.driver().advanceWallClockTime(Duration.ofHours(1));
        send("m-2");
        gate.driver().advanceWallClockTime(Duration.ofHours(23).minusMillis(1));
        send("m-3");
        assertHeldBack("m-3");

        gate.driver().advanceWallClockTime(Duration.ofMillis(1));
        send("m-4", "m-5");

        assertCleared("m-1", "m-2", "m-4");
        assertHeldBack("m-5");
    }

    @Test
    void shouldCountOfEachPersonControllerAndChannelApart() {
        send("m-1", "m-2");

        gate.send("outbound-messages", JAN, aBirthdaySms("jans", JAN).build());
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("other", ANNA).setControllerId("other").build());
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("mms", ANNA)
                        .setChannel(io.consentgate.events.Channel.MMS)
                        .build());

        assertCleared("m-1", "m-2", "jans");
        assertThat(gate.quarantined())
                .as("held back for want of a consent, and for nothing else")
                .hasSize(2)
                .allSatisfy(quarantined -> assertThat(rules(quarantined)).doesNotContain(RULE));
    }

    @Test
    void shouldCountNeitherServiceMessagesNorWhatWasHeldBack() {
        for (String id : List.of("s-1", "s-2", "s-3")) {
            gate.send("outbound-messages", ANNA, aServiceSms(id));
        }
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("paid", ANNA).setChargedToRecipient(true).build());
        gate.quarantined();

        send("m-1", "m-2");

        assertCleared("s-1", "s-2", "s-3", "m-1", "m-2");
        gate.send("outbound-messages", ANNA, aServiceSms("s-4"));
        assertCleared("s-4");
    }

    /** A publisher that writes the same message again and again: the person receives each copy. */
    @Test
    void shouldCountEachCopyThatIsCleared() {
        send("m-1", "m-1");
        assertCleared("m-1", "m-1");

        send("m-1");

        assertHeldBack("m-1");
        assertCleared();
    }

    /** The test's brokers begin at the first offset again, as a group does that is put back to it. */
    @Test
    void shouldNotCountWhatIsReadOnceMoreAgainstItself() {
        send("m-1", "m-2");
        List<KeyValue<byte[], byte[]>> kept = rows();
        gate.close();
        gate = new GateScenario(folder.resolve("put-back"), TWO_A_DAY);
        agree(gate);
        kept.forEach(row -> store().put(row.key, row.value));

        send("m-1", "m-2");

        assertCleared("m-1", "m-2");
        send("m-2");
        assertHeldBack("m-2");
    }

    /** Otherwise another's content could go out under an id that was cleared. */
    @Test
    void shouldCountOtherContentUnderTheSameId() {
        send("m-1", "m-2");
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-2", ANNA).setCreatedAt(NOW.minusSeconds(7)).build());

        assertHeldBack("m-2");
    }

    @Test
    void shouldCountWhatAReviewerReleases() {
        gate.consent(aRecord(JAN, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), JAN);
        for (String id : List.of("m-1", "m-2")) {
            gate.send("outbound-messages", JAN, aBirthdaySms(id, JAN).build());
        }
        List<QuarantinedEvent> quarantined = gate.quarantined();
        gate.consent(aRecord(JAN, 3, anSmsConsentOf(NOW.minusSeconds(60))).build(), JAN);

        quarantined.forEach(this::release);

        assertCleared("m-1", "m-2");
        gate.send("outbound-messages", JAN, aBirthdaySms("m-3", JAN).build());
        assertHeldBack("m-3");
    }

    @Test
    void shouldReleaseNoMoreThanMayGoOut() {
        send("m-1", "m-2", "m-3");
        QuarantinedEvent third = gate.quarantined().get(0);
        gate.read("cleared-messages");

        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict("v-1", third, Outcome.RECHECK, NOW.plusSeconds(200)).build());

        assertThat(gate.outcomes().get(0).getRefusals())
                .extracting(Finding::getRule)
                .contains("REV-STALE", RULE);
        assertCleared();
    }

    /** It is no marketing then, and does not stand in the way of what is. */
    @Test
    void shouldNotCountWhatAReviewerReleasesAsAServiceMessage() {
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-0", ANNA)
                        .setPurpose(Purpose.SERVICE_NOTICE)
                        .setBasisRef(null)
                        .setCommercialContent(CommercialContent.ANCILLARY)
                        .setTrigger(null)
                        .setCampaignId(null)
                        .build());
        QuarantinedEvent quarantined = gate.quarantined().get(0);
        TrueClassification truth = truly(Purpose.SERVICE_NOTICE, "order-1");
        truth.setCommercialContent(CommercialContent.NONE);
        truth.setReferences(List.of(new LabelReference("commercialContent", "templates/order-notice")));
        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict("v-1", quarantined, Outcome.RECLASSIFY, NOW.plusSeconds(200))
                        .setTrueClassification(truth)
                        .build());
        assertCleared("m-0");

        send("m-1", "m-2");

        assertCleared("m-1", "m-2");
    }

    @Test
    void shouldForgetTheContactsOfAnErasedPersonOnly() {
        send("m-1", "m-2");
        gate.send("outbound-messages", JAN, aBirthdaySms("jans", JAN).build());

        gate.erase(ANNA);

        assertThat(rows())
                .singleElement()
                .satisfies(row ->
                        assertThat(new String(row.key, StandardCharsets.UTF_8)).startsWith(JAN));
    }

    @Test
    void shouldForgetAPersonWhenTheWindowHasPassed() {
        send("m-1");
        gate.driver().advanceWallClockTime(Duration.ofHours(23));
        gate.send("outbound-messages", JAN, aBirthdaySms("jans", JAN).build());
        assertThat(rows()).hasSize(2);

        gate.driver().advanceWallClockTime(Duration.ofHours(1));

        assertThat(rows())
                .singleElement()
                .satisfies(row ->
                        assertThat(new String(row.key, StandardCharsets.UTF_8)).startsWith(JAN));
    }

    @Test
    void shouldKeepNoMoreThanItNeeds() {
        gate.close();
        gate = new GateScenario(folder.resolve("advising"), limited(false));
        agree(gate);

        for (int n = 0; n < 50; n++) {
            send("m-" + n);
        }

        assertThat(gate.read("cleared-messages"))
                .hasSize(50)
                .last()
                .satisfies(cleared -> assertThat(GateScenario.header(cleared, GateHeaders.ADVICE))
                        .contains(RULE));
        assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(row.value).hasSize(1 + 3 * 16));
    }

    @Test
    void shouldRememberNothingWhereNoLimitIsSet() {
        gate.close();
        gate = new GateScenario(folder.resolve("unlimited"));
        agree(gate);

        send("m-1", "m-2", "m-3");

        assertCleared("m-1", "m-2", "m-3");
        assertThat(rows()).isEmpty();
    }

    /** What a limit that was taken back has left. */
    @Test
    void shouldForgetAllWhereNoLimitIsSetAnyLonger() {
        send("m-1");
        List<KeyValue<byte[], byte[]>> left = rows();
        gate.close();
        gate = new GateScenario(folder.resolve("unlimited"));
        left.forEach(row -> store().put(row.key, row.value));

        gate.driver().advanceWallClockTime(Duration.ofMinutes(2));

        assertThat(rows()).isEmpty();
    }

    /** The store is all that a restart brings back, from disk or from its changelog. */
    @Test
    void shouldGoOnCountingAfterARestart() {
        send("m-1", "m-2");
        List<KeyValue<byte[], byte[]>> kept = rows();
        gate.close();
        gate = new GateScenario(folder.resolve("restarted"), TWO_A_DAY);
        agree(gate);
        gate.send("outbound-messages", ANNA, aServiceSms("s-1"));
        gate.send("outbound-messages", ANNA, aServiceSms("s-2"));
        assertCleared("s-1", "s-2");
        kept.forEach(row -> store().put(row.key, row.value));

        send("m-3");

        assertHeldBack("m-3");
    }

    @Test
    void shouldRefuseARowOfANewerGate() {
        send("m-1");
        KeyValue<byte[], byte[]> row = rows().get(0);
        row.value[0] = 2;
        store().put(row.key, row.value);

        assertThatThrownBy(() -> send("m-2"))
                .hasRootCauseMessage("the store contacts-by-subject holds a row of format 2, this version reads 1."
                        + " It was written by a newer gate: upgrade");
    }

    private static Policy limited(boolean diverts) {
        return Policy.standard(PolicyOptions.defaults()
                .withContact(new ContactOptions(
                        List.of(),
                        List.of(new ContactLimit(Channel.SMS, 2, Duration.ofDays(1))),
                        diverts,
                        Map.of(),
                        PublicHolidays.NONE)));
    }

    private static void agree(GateScenario gate) {
        for (String subject : List.of(ANNA, JAN)) {
            gate.consent(
                    aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), subject);
        }
    }

    private static OutboundMessage aServiceSms(String id) {
        return aBirthdaySms(id, ANNA)
                .setPurpose(Purpose.SERVICE_NOTICE)
                .setBasisRef("order-1")
                .setCommercialContent(CommercialContent.NONE)
                .setTrigger(null)
                .setCampaignId(null)
                .build();
    }

    private void send(String... ids) {
        for (String id : ids) {
            gate.send("outbound-messages", ANNA, aBirthdaySms(id, ANNA).build());
        }
    }

    private void release(QuarantinedEvent quarantined) {
        gate.send(
                "review-verdicts",
                quarantined.getSubjectId(),
                aVerdict("v-" + quarantined.getCaseId(), quarantined, Outcome.RECHECK, NOW.plusSeconds(200))
                        .build());
    }

    private void assertCleared(String... ids) {
        assertThat(gate.read("cleared-messages"))
                .extracting(record -> ((OutboundMessage) gate.decoded("outbound-messages", record)).getMessageId())
                .containsExactly(ids);
    }

    private void assertHeldBack(String id) {
        assertThat(gate.quarantined()).singleElement().satisfies(quarantined -> {
            assertThat(messageId(quarantined)).isEqualTo(id);
            assertThat(rules(quarantined)).containsExactly(RULE);
        });
    }

    private String messageId(QuarantinedEvent quarantined) {
        TestRecord<byte[], byte[]> event =
                new TestRecord<>(new byte[0], quarantined.getEvent().array());
        return ((OutboundMessage) gate.decoded("outbound-messages", event)).getMessageId();
    }

    private static List<String> rules(QuarantinedEvent quarantined) {
        return quarantined.getViolations().stream().map(Finding::getRule).toList();
    }

    private KeyValueStore<byte[], byte[]> store() {
        return gate.driver().getKeyValueStore(Stores.CONTACTS_BY_SUBJECT);
    }

    private List<KeyValue<byte[], byte[]>> rows() {
        List<KeyValue<byte[], byte[]>> rows = new ArrayList<>();
        try (var all = store().all()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }
}
