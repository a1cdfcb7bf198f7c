// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.consentgate.Events;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.HeldConsent.KeptAct;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.QuarantinedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person forbade outlives the record that said so, in the gate and in the console (A3). */
class CompactedConsentIT {

    private static final Reviewer ANNA = new Reviewer("anna", Set.of(Role.REVIEWER));
    private static final String SUBJECT = "s-compacted";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void shouldShowAWithdrawalThatTheLogNoLongerHas(@TempDir Path folder) throws Exception {
        try (ReviewCluster cluster = ReviewCluster.start(folder)) {
            compactAtOnce(cluster);
            RecordMetadata withdrawn = cluster.consent(SUBJECT, record(SUBJECT, 1, ConsentStatus.WITHDRAWN));
            RecordMetadata granted = cluster.consent(SUBJECT, record(SUBJECT, 2, ConsentStatus.GRANTED));
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                // The cleaner leaves the active segment alone: another record closes it.
                cluster.publish(
                        cluster.topics().consentState(),
                        withdrawn.partition(),
                        "s-other",
                        record("s-other", 1, ConsentStatus.GRANTED),
                        Instant.now());
                return !cluster.offsets(cluster.topics().consentState(), withdrawn.partition())
                        .contains(withdrawn.offset());
            });

            try (ReviewDesk desk = cluster.desk(folder.resolve("desk"), new AdjustableClock())) {
                QuarantinedEvent event = cluster.quarantine(
                        cluster.aCase(Events.aBirthdaySms("m-1", SUBJECT).build(), Instant.now())
                                .setConsentSeen(ReviewCluster.seen(granted, 2))
                                .build());
                await().atMost(PATIENCE)
                        .until(() -> desk.progress().caughtUp()
                                && desk.queue().find(event.getCaseId()).isPresent());

                CaseFile file = desk.files().open(ANNA, event.getCaseId());

                assertThat(file.consentHistory())
                        .extracting(ConsentRecord::version)
                        .containsExactly(2L);
                assertThat(file.held().kept())
                        .extracting(KeptAct::kind, KeptAct::fromVersion)
                        .containsExactly(tuple(KeptAct.Kind.WITHDRAWAL, 1L));
                assertThat(desk.files().preview(ANNA, event.getCaseId(), VerdictOutcome.RECHECK, null, false))
                        .isInstanceOfSatisfying(
                                Preview.Refused.class,
                                refused -> assertThat(refused.violations())
                                        .extracting("rule")
                                        .contains("MSG-CONSENT-WITHDRAWN"));
            }
        }
    }

    private static ConsentState record(String subject, long version, ConsentStatus status) {
        return Events.aRecord(subject, version, Events.anSmsConsent(status)).build();
    }

    private static void compactAtOnce(ReviewCluster cluster) throws Exception {
        ConfigResource topic =
                new ConfigResource(ConfigResource.Type.TOPIC, cluster.topics().consentState());
        List<AlterConfigOp> settings = Map.of(
                        "min.compaction.lag.ms", "0",
                        "max.compaction.lag.ms", "1",
                        "min.cleanable.dirty.ratio", "0.01",
                        "segment.ms", "500")
                .entrySet()
                .stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = cluster.admin()) {
            admin.incrementalAlterConfigs(Map.of(topic, settings)).all().get();
        }
    }
}
