// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.topology.GateScenario.REVIEW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.desk.ReviewCluster;
import io.consentgate.console.json.ReviewJson;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A planted case on a console, beside the real one that it was planted next to. */
class PlantedCaseIT {

    private static final String PERSON = "4cf07e7d-2f1c-4f0e-9c4b-6f2d9d9a1b52";
    private static final Reviewer ANNA = new Reviewer("anna", Set.of(Role.REVIEWER));

    @TempDir
    Path folder;

    @Test
    void shouldShowAPlantedCaseAsItShowsTheRealOneBesideIt() {
        try (GateScenario gate = new GateScenario(folder.resolve("gate"), REVIEW, 1);
                ReviewCluster cluster = ReviewCluster.start(folder.resolve("cluster"));
                ReviewDesk desk = cluster.desk(folder.resolve("desk"), Clock.systemUTC())) {
            gate.consent(
                    aRecord("willing", 1, anSmsConsent(ConsentStatus.GRANTED)).build(), "willing");
            gate.send(
                    "outbound-messages",
                    "willing",
                    aBirthdaySms("m-1", "willing").build());
            gate.send(
                    "outbound-messages",
                    PERSON,
                    aBirthdaySms("m-2017", PERSON)
                            .setBasisRef("regulamin-2025")
                            .setExpiresAt(NOW.plus(Duration.ofDays(60)))
                            .build());
            List<QuarantinedEvent> both = gate.quarantined();
            assertThat(both).hasSize(2);

            List<List<String>> shown = new ArrayList<>();
            for (QuarantinedEvent one : both) {
                OutboundMessage message = (OutboundMessage) gate.decoded(
                        "outbound-messages",
                        new TestRecord<>(null, one.getEvent().array(), new RecordHeaders(), 0L));
                // With the schema ids of the console's registry.
                cluster.quarantine(QuarantinedEvent.newBuilder(one)
                        .setEvent(cluster.aCase(message, NOW).build().getEvent())
                        .build());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> desk.queue().find(one.getCaseId()), Optional::isPresent);
                shown.add(shown(desk, one, message));
            }

            assertThat(shown.get(1)).isEqualTo(shown.get(0));
        }
    }

    /** All that there is to see before it closes, without ids, times and text. */
    private static List<String> shown(ReviewDesk desk, QuarantinedEvent one, OutboundMessage message) {
        String caseId = one.getCaseId();
        CaseFile file = desk.files().open(ANNA, caseId);
        List<Object> seen = List.of(
                file,
                desk.queue()
                        .page(QueueFilter.search(one.getSubjectId()), QueueSort.OLDEST_FIRST, null, 10)
                        .cases(),
                desk.files().preview(ANNA, caseId, VerdictOutcome.RECHECK, null, false),
                desk.files()
                        .preview(
                                ANNA,
                                caseId,
                                VerdictOutcome.RECLASSIFY,
                                Classification.of("SERVICE_NOTICE", List.of(), "order-1"),
                                false),
                new String(
                        desk.auditTrail()
                                .ofSubject(ANNA, one.getSubjectId(), AuditTrail.Format.JSON, Locale.ENGLISH)
                                .bytes(),
                        UTF_8));
        return seen.stream()
                .map(part -> json(part)
                        .replace(caseId, "CASE")
                        .replace(one.getCaseDigest(), "DIGEST")
                        .replace(one.getSubjectId(), "PERSON")
                        .replace(message.getMessageId(), "MESSAGE")
                        .replace(String.valueOf(message.getContactRef()), "CONTACT")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
                        .replaceAll("offset\\W+\\d+", "OFFSET")
                        .replaceAll("contentLength\\W+\\d+", "LENGTH"))
                .toList();
    }

    /** What was done here with the cases, which the index may have read by now or not. */
    private static JsonNode withoutActs(JsonNode tree) {
        for (JsonNode each : tree) {
            withoutActs(each);
        }
        if (tree instanceof ObjectNode object) {
            object.remove("subjectActs");
        } else if (tree instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (array.get(i).has("act")) {
                    array.remove(i);
                }
            }
        }
        return tree;
    }

    private static String json(Object part) {
        try {
            JsonNode tree = part instanceof String text
                    ? ReviewJson.mapper().readTree(text)
                    : ReviewJson.mapper().valueToTree(part);
            return ReviewJson.mapper().writeValueAsString(withoutActs(tree));
        } catch (JsonProcessingException e) {
            throw new AssertionError("what a console shows fits into JSON", e);
        }
    }
}
