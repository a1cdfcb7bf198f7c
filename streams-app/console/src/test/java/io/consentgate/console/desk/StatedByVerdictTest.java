// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static io.consentgate.Verdicts.aVerdict;
import static io.consentgate.Verdicts.truly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.Events;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.TrailEntry.Stated;
import io.consentgate.console.cases.TrailEntry.VerdictGiven;
import io.consentgate.console.json.ReviewJson;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.EventKind;
import io.consentgate.events.LabelReference;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.TrueClassification;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trail tells which labels a verdict corrected, and what shows each, wherever it is read. */
class StatedByVerdictTest {

    private static final String ANNA = "s-anna";
    private static final Instant NOW = Events.NOW.plusSeconds(60);

    @AutoClose
    private InMemoryDesk desk;

    private TrailExport.Export export;

    @BeforeEach
    void reclassify(@TempDir Path folder) throws Exception {
        desk = new InMemoryDesk(folder);
        QuarantinedEvent event = desk.quarantine(
                EventKind.OUTBOUND_MESSAGE,
                ANNA,
                desk.encoded(
                        InMemoryDesk.TOPICS.outboundMessages(),
                        Events.aBirthdaySms("m-1", ANNA).build()),
                null,
                NOW);
        TrueClassification truth = truly(Purpose.SERVICE_NOTICE, "order-1");
        truth.setCommercialContent(CommercialContent.NONE);
        truth.setInCampaign(false);
        truth.setReferences(List.of(
                new LabelReference("commercialContent", "templates/order-notice"),
                new LabelReference("inCampaign", "ticket-7")));
        ReviewVerdict verdict = aVerdict("v-1", event, Outcome.RECLASSIFY, NOW.plusSeconds(200))
                .setTrueClassification(truth)
                .build();
        desk.append(
                InMemoryDesk.TOPICS.reviewVerdicts(),
                InMemoryDesk.ownPartition(ANNA),
                ANNA,
                desk.encoded(InMemoryDesk.TOPICS.reviewVerdicts(), verdict),
                NOW);
        List<TrailEntry> trail =
                desk.file(event, Policy.standard(PolicyOptions.defaults()), NOW).trail();
        export = new TrailExport.Export(
                event.getCaseId(),
                ANNA,
                NOW,
                "auditor",
                List.of(new TrailExport.ExportedCase(event.getCaseId(), ANNA, null, null, trail)),
                List.of());
    }

    @Test
    void shouldBeToldInTheTrail() {
        assertThat(export.cases().get(0).trail())
                .filteredOn(VerdictGiven.class::isInstance)
                .singleElement()
                .satisfies(entry -> assertThat(((VerdictGiven) entry).stated())
                        .containsExactly(
                                new Stated("purpose", "SERVICE_NOTICE", "order-1"),
                                new Stated("commercialContent", "NONE", "templates/order-notice"),
                                new Stated("inCampaign", "false", "ticket-7")));
    }

    @Test
    void shouldBeToldInATable() {
        assertThat(new String(TrailTable.render(export), UTF_8))
                .contains("\"stated\"")
                .contains("\"purpose=SERVICE_NOTICE (order-1); commercialContent=NONE (templates/order-notice);"
                        + " inCampaign=false (ticket-7)\"");
    }

    @Test
    void shouldBeToldInJson() throws Exception {
        assertThat(ReviewJson.mapper().writeValueAsString(export))
                .contains(
                        "{\"field\":\"commercialContent\",\"value\":\"NONE\",\"reference\":\"templates/order-notice\"}");
    }

    @Test
    void shouldBeToldOnAPageInTheReadersLanguage() {
        assertThat(new String(new TrailPage(Locale.ENGLISH).render(export), UTF_8))
                .contains("true purpose (purpose) SERVICE_NOTICE, shown by order-1")
                .contains("in a campaign (inCampaign) false, shown by ticket-7");
        assertThat(new String(new TrailPage(Locale.forLanguageTag("pl")).render(export), UTF_8))
                .contains("w kampanii (inCampaign) false");
    }
}
