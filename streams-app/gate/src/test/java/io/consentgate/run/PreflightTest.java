// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.config.KafkaOptions;
import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {

    private final Topics topics = Topics.prefixed("eu.");
    private final List<Topics.Spec> specs = topics.specs(Duration.ofDays(30), Duration.ofDays(1095));
    private final List<String> changelogs = Topics.changelogs("gate");
    private final Map<String, TopicAdmin.Existing> existing = new HashMap<>();
    private TopicAdmin.Brokers brokers = new TopicAdmin.Brokers(3, 2);
    private boolean oldTransactions;

    @BeforeEach
    void createAllAsTheyShouldBe() {
        for (Topics.Spec spec : specs) {
            Map<String, String> settings =
                    new HashMap<>(Map.of("max.message.bytes", "1048588", "message.timestamp.type", "CreateTime"));
            settings.putAll(spec.settings());
            existing.put(spec.name(), new TopicAdmin.Existing(6, 3, settings));
        }
        for (String changelog : changelogs) {
            Map<String, String> settings = new HashMap<>(KafkaOptions.CHANGELOG_SETTINGS);
            settings.put("max.message.bytes", String.valueOf(KafkaOptions.MAX_REQUEST_BYTES));
            existing.put(changelog, new TopicAdmin.Existing(6, 3, settings));
        }
    }

    @Test
    void shouldFindNothingWrongWithTheTopicsThatWeCreate() {
        Preflight.Report report = check();

        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.partitions()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseBrokersWhoseTransactionsMayRunIntoEachOther(int version) {
        brokers = new TopicAdmin.Brokers(3, version);

        Preflight.Report refused = check();
        oldTransactions = true;
        Preflight.Report accepted = check();

        assertThat(refused.errors())
                .singleElement()
                .asString()
                .contains(
                        "transaction.version is " + version,
                        "KIP-890",
                        "--feature transaction.version=2",
                        "brokers.accept-old-transactions: true");
        assertThat(accepted.errors()).isEmpty();
        assertThat(accepted.warnings()).singleElement().asString().contains("transaction.version is " + version);
    }

    @Test
    void shouldNameEveryMissingTopicAndTheRemedy() {
        existing.remove("eu.quarantine");
        existing.remove("eu.cleared-messages");

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains("eu.quarantine", "eu.cleared-messages", "gate topics create");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu.outbound-messages",
                "eu.outbound-messages-rerouted",
                "eu.offer-decisions",
                "eu.offer-decisions-rerouted",
                "eu.consent-state-rerouted",
                "eu.review-verdicts",
                "eu.review-verdicts-rerouted"
            })
    void shouldRefusePartitionCountsThatDiffer(String topic) {
        existing.put(topic, new TopicAdmin.Existing(7, 3, existing.get(topic).settings()));

        assertThat(check().errors()).singleElement().asString().contains("partition counts differ", topic + "=7");
    }

    /** Kafka Streams would say so only when it starts, and advise to delete the state. */
    @Test
    void shouldRefuseInputsThatWereGivenMorePartitionsThanTheState() {
        for (String topic : topics.copartitioned()) {
            existing.put(
                    topic,
                    new TopicAdmin.Existing(
                            12, 3, Objects.requireNonNull(existing.get(topic)).settings()));
        }

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains("not that of the inputs, 12", "gate-consent-by-subject-changelog=6", "topics.prefix");
    }

    @Test
    void shouldRefuseToGoOnWithoutTheStateOfWhatWasRead() {
        TopicPartition consent = new TopicPartition(topics.consentState(), 0);
        TopicPartition messages = new TopicPartition(topics.outboundMessages(), 0);
        Continuation worked = new Continuation(
                "gate",
                topics.events(),
                Map.of(consent, 3L, messages, 0L),
                Map.of(consent, 7L, messages, 9L),
                Map.of(consent, 7L, messages, 9L),
                Set.of());
        Continuation putBack = new Continuation(
                "gate",
                topics.events(),
                Map.of(consent, 3L, messages, 0L),
                Map.of(consent, 3L, messages, 9L),
                Map.of(consent, 7L, messages, 9L),
                Set.of());
        String changelog = Topics.consentChangelog("gate");

        assertThat(Preflight.stateGone(changelog, existing, worked)).isEmpty();
        existing.remove(changelog);
        assertThat(Preflight.stateGone(changelog, existing, worked))
                .hasValueSatisfying(error -> assertThat(error)
                        .contains(changelog + " is gone", "--group gate", "--to-earliest", "--topic eu.consent-state")
                        .doesNotContain("--topic eu.outbound-messages"));
        assertThat(Preflight.stateGone(changelog, existing, putBack)).isEmpty();
    }

    @Test
    void shouldLetOutputsHaveAnyPartitionCount() {
        existing.put(
                "eu.quarantine",
                new TopicAdmin.Existing(3, 3, existing.get("eu.quarantine").settings()));

        assertThat(check().errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void shouldRefuseAConsentTableThatForgets(String policy) {
        set("eu.consent-state", "cleanup.policy", policy);

        assertThat(check().errors()).singleElement().asString().contains("eu.consent-state", policy, "compact");
    }

    @Test
    void shouldRefuseACleanerThatIsFasterThanTheBarrier() {
        set("eu.consent-state", "min.compaction.lag.ms", "0");

        assertThat(check().errors()).singleElement().asString().contains("min.compaction.lag.ms=0", "3600000");
    }

    @Test
    void shouldRefuseLeadersThatMayNotHaveEveryWithdrawal() {
        set("eu.consent-state", "unclean.leader.election.enable", "true");

        assertThat(check().errors()).singleElement().asString().contains("unclean.leader.election.enable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu.consent-state-rerouted",
                "gate-consent-by-subject-changelog",
                "gate-cases-by-deadline-changelog"
            })
    void shouldRefuseThemWhereverConsentAndStateAreKept(String topic) {
        set(topic, "unclean.leader.election.enable", "true");

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains(topic + " has unclean.leader.election.enable=true", "--entity-name " + topic)
                .contains("--add-config unclean.leader.election.enable=false");
    }

    @Test
    void shouldRefuseChangelogsThatForgetErasuresBeforeAnInstanceIsBack() {
        set("gate-consent-by-subject-changelog", "delete.retention.ms", "86400000");
        set("gate-consent-by-subject-changelog", "max.compaction.lag.ms", "9223372036854775807");

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains("gate-consent-by-subject-changelog has delete.retention.ms=86400000", "could come back")
                .contains("--add-config delete.retention.ms=2592000000,max.compaction.lag.ms=86400000");
    }

    @ParameterizedTest
    @CsvSource({
        "gate-consent-by-subject-changelog, max.compaction.lag.ms, 9223372036854775807",
        "gate-consent-by-subject-changelog, message.timestamp.type, CreateTime",
        "eu.consent-state, max.compaction.lag.ms, 9223372036854775807"
    })
    void shouldWarnWhereWhatIsErasedStaysOnTheBroker(String topic, String setting, String value) {
        set(topic, setting, value);

        assertThat(check().errors()).isEmpty();
        assertThat(check().warnings()).singleElement().asString().contains(topic, setting + "=" + value, "erased");
    }

    @ParameterizedTest
    @CsvSource({
        "eu.quarantine, 43200000",
        "eu.dead-letters, 43200000",
        "eu.review-verdicts, 43200000",
        "eu.outbound-messages-rerouted, 86400000"
    })
    void shouldWarnOfContentThatOutlivesItsRetention(String topic, String most) {
        set(topic, "segment.ms", "604800000");

        assertThat(check().errors()).isEmpty();
        assertThat(check().warnings()).singleElement().asString().contains(topic, "segment.ms=" + most);
    }

    @ParameterizedTest
    @CsvSource({"eu.quarantine, 2592000000", "eu.dead-letters, 2592000000", "eu.review-verdicts, -1"})
    void shouldWarnOfContentThatIsKeptForLongerThanEventsSay(String topic, String retention) {
        set(topic, "retention.ms", retention);

        assertThat(check().errors()).isEmpty();
        assertThat(check().warnings())
                .singleElement()
                .asString()
                .contains(topic + " has retention.ms=" + retention, "retention.ms=2505600000");
    }

    @Test
    void shouldNotMissChangelogsBeforeTheFirstStart() {
        changelogs.forEach(existing::remove);

        assertThat(check()).isEqualTo(new Preflight.Report(6, 2 * 1024 * 1024, List.of(), List.of()));
    }

    @Test
    void shouldRefuseToForgetAWithdrawalOnItsWayToItsSubject() {
        set("eu.consent-state-rerouted", "retention.ms", "604800000");

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains("eu.consent-state-rerouted has retention.ms=604800000", "retention.ms=2592000000");
    }

    @Test
    void shouldWarnOfTwinsThatForgetWhatNobodyHasRead() {
        set("eu.outbound-messages-rerouted", "retention.ms", "604800000");
        set("eu.review-verdicts-rerouted", "retention.ms", "-1");

        assertThat(check().errors()).isEmpty();
        assertThat(check().warnings()).singleElement().asString().contains("eu.outbound-messages-rerouted");
    }

    @ParameterizedTest
    @CsvSource({
        "eu.outbound-messages, compact",
        "eu.offer-decisions-rerouted, 'compact,delete'",
        "eu.cleared-messages, compact",
        "eu.quarantine, 'compact,delete'",
        "eu.dead-letters, compact",
        "eu.review-outcomes, compact"
    })
    void shouldRefuseCompactionWhereEveryRecordCounts(String topic, String policy) {
        set(topic, "cleanup.policy", policy);

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains(topic + " is compacted", "--add-config cleanup.policy=delete");
    }

    @Test
    void shouldRefuseOutputsThatDoNotTakeWhatHasWaited() {
        set("eu.cleared-messages", "message.timestamp.before.max.ms", "86400000");

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains(
                        "eu.cleared-messages has message.timestamp.before.max.ms=86400000",
                        "--add-config message.timestamp.before.max.ms=9223372036854775807");

        set("eu.cleared-messages", "message.timestamp.type", "LogAppendTime");
        assertThat(check().errors()).isEmpty();
    }

    @Test
    void shouldRefuseOutputsThatTakeLessFromFastClocksThanTheirInputs() {
        set("eu.offer-decisions", "message.timestamp.after.max.ms", "7200000");

        assertThat(check().errors())
                .singleElement()
                .asString()
                .contains(
                        "eu.cleared-decisions has message.timestamp.after.max.ms",
                        "--add-config message.timestamp.after.max.ms=7200000");

        set("eu.cleared-decisions", "message.timestamp.after.max.ms", "7200000");
        assertThat(check().errors()).isEmpty();
    }

    @Test
    void shouldRefuseOutputsThatCannotHoldTheLargestInput() {
        set("eu.outbound-messages", "max.message.bytes", "4000000");

        assertThat(check().errors())
                .hasSize(9)
                .allSatisfy(error -> assertThat(error).contains("max.message.bytes"));
    }

    /** They keep the limit that they were made with, whatever the producer's becomes. */
    @Test
    void shouldRefuseChangelogsThatCannotHoldWhatTheGateMayWrite() {
        long raised = 2L * KafkaOptions.MAX_REQUEST_BYTES;
        set("gate-cases-by-deadline-changelog", "max.message.bytes", String.valueOf(raised));

        assertThat(Preflight.check(topics, specs, changelogs, raised, existing, brokers, false)
                        .errors())
                .hasSize(changelogs.size() - 1)
                .allSatisfy(error -> assertThat(error)
                        .contains("-changelog has max.message.bytes=16777216", "kafka.producer.max.request.size")
                        .contains("--add-config max.message.bytes=33554432"));
    }

    @Test
    void shouldRefuseRetentionByThePublishersClock() {
        set("eu.quarantine", "message.timestamp.type", "CreateTime");

        assertThat(check().errors()).singleElement().asString().contains("eu.quarantine", "LogAppendTime");
    }

    @Test
    void shouldWarnOfErasuresThatALongOutageWouldMiss() {
        set("eu.consent-state", "delete.retention.ms", "86400000");

        Preflight.Report report = check();

        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).singleElement().asString().contains("delete.retention.ms=86400000");
    }

    /** A changelog of one replica, lost with its disk, comes back empty, and nobody in it has objected. */
    @Test
    void shouldWarnOfTopicsThatOneDiskHolds() {
        String changelog = Topics.consentChangelog("gate");
        for (String topic : List.of("eu.consent-state", changelog)) {
            existing.put(
                    topic,
                    new TopicAdmin.Existing(
                            6, 1, Objects.requireNonNull(existing.get(topic)).settings()));
        }

        assertThat(check().errors()).isEmpty();
        assertThat(check().warnings())
                .singleElement()
                .asString()
                .contains("eu.consent-state", changelog, "topics.replication-factor")
                .doesNotContain("eu.quarantine");
        brokers = new TopicAdmin.Brokers(1, 2);
        assertThat(check().warnings()).as("one broker has no room for a second").isEmpty();
    }

    private Preflight.Report check() {
        return Preflight.check(
                topics, specs, changelogs, KafkaOptions.MAX_REQUEST_BYTES, existing, brokers, oldTransactions);
    }

    private void set(String topic, String setting, String value) {
        TopicAdmin.Existing before = Objects.requireNonNull(existing.get(topic));
        Map<String, String> settings = new HashMap<>(before.settings());
        settings.put(setting, value);
        existing.put(topic, new TopicAdmin.Existing(before.partitions(), before.replicas(), settings));
    }
}
