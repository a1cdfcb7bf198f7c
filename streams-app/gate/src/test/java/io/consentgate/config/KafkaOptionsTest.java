// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "PROCESSING_GUARANTEE, at_least_once, processing.guarantee",
        "TOPOLOGY_OPTIMIZATION, all, KAFKA-20416",
        "ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING, false, KIP-1111",
        "GROUP_PROTOCOL, streams, read barrier",
        "ISOLATION_LEVEL, read_uncommitted, aborted",
        "MAIN_CONSUMER_ISOLATION_LEVEL, read_uncommitted, aborted",
        "CONSUMER_AUTO_OFFSET_RESET, latest, skipped",
        "AUTO_OFFSET_RESET, latest, skipped",
        "PRODUCER_PARTITIONER_IGNORE_KEYS, true, rerouted",
        "PARTITIONER_CLASS, com.example.Random, rerouted",
        "PROCESSING_EXCEPTION_HANDLER, com.example.GoOn, loses",
        "PRODUCTION_EXCEPTION_HANDLER, com.example.GoOn, loses",
        "DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER, com.example.GoOn, loses",
        "TOPIC_DELETE_RETENTION_MS, 86400000, erased",
        "TOPIC_MAX_COMPACTION_LAG_MS, 9223372036854775807, erased",
        "TOPIC_UNCLEAN_LEADER_ELECTION_ENABLE, true, erased",
        "TOPIC_CLEANUP_POLICY, delete, erased",
        "STATE_CLEANUP_DELAY_MS, 2592000000, erased",
        "APPLICATION_ID, other, set application-id instead",
        "CONSUMER_GROUP_INSTANCE_ID, other, set instance-id instead"
    })
    void shouldRefuseWhatWouldBreakAPromise(String option, String value, String reason) {
        GateConfig config = config(Map.of("CONSENT_GATE_KAFKA_" + option, value));

        assertThatThrownBy(() -> KafkaOptions.streams(config))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(value)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldProcessExactlyOnceWithoutBeingAsked() {
        assertThat(KafkaOptions.streams(config(Map.of())))
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("topology.optimization", "none")
                .containsEntry("ensure.explicit.internal.resource.naming", "true");
    }

    /** Kafka Streams leaves it to the broker, whose default is one. */
    @Test
    void shouldGiveChangelogsTheReplicasOfTheTopics() {
        assertThat(KafkaOptions.streams(config(Map.of("CONSENT_GATE_TOPICS_REPLICATION_FACTOR", "3"))))
                .containsEntry("replication.factor", 3);
        assertThat(KafkaOptions.streams(config(Map.of()))).doesNotContainKey("replication.factor");
        assertThat(KafkaOptions.streams(config(Map.of(
                        "CONSENT_GATE_TOPICS_REPLICATION_FACTOR", "3", "CONSENT_GATE_KAFKA_REPLICATION_FACTOR", "2"))))
                .containsEntry("replication.factor", "2");
    }

    @Test
    void shouldNeverKeepStateInATemporaryFolder() {
        assertThat(KafkaOptions.streams(config(Map.of("CONSENT_GATE_STATE_DIR", "/var/lib/consent-gate"))))
                .containsEntry("state.dir", "/var/lib/consent-gate");
        assertThat(String.valueOf(KafkaOptions.streams(config(Map.of())).get("state.dir")))
                .doesNotContain(System.getProperty("java.io.tmpdir"));
    }

    @Test
    void shouldLetTheOperatorTuneWhatNoPromiseRestsOn() {
        assertThat(KafkaOptions.streams(config(Map.of("CONSENT_GATE_KAFKA_PRODUCER_COMPRESSION_TYPE", "zstd"))))
                .containsEntry("producer.compression.type", "zstd");
        assertThat(KafkaOptions.streams(
                        config(Map.of("CONSENT_GATE_KAFKA_ROCKSDB_CONFIG_SETTER", "com.example.Small"))))
                .containsEntry("rocksdb.config.setter", "com.example.Small");
    }

    /** Kafka passes over them: a misspelt security.protocol would be a connection in clear. */
    @Test
    void shouldNameOptionsThatNothingOfKafkaKnows() {
        Map<String, String> environment = new HashMap<>();
        for (String known : new String[] {
            "SASL_JAAS_CONFIG",
            "PRODUCER_LINGER_MS",
            "MAIN_CONSUMER_MAX_POLL_RECORDS",
            "ADMIN_RETRIES",
            "TOPIC_MIN_INSYNC_REPLICAS",
            "CLIENT_TAG_ZONE",
            "CONFIG_PROVIDERS",
            "CONFIG_PROVIDERS_FILE_CLASS"
        }) {
            environment.put("CONSENT_GATE_KAFKA_" + known, "2");
        }
        environment.put("CONSENT_GATE_KAFKA_SECURITY_PROTCOL", "SASL_SSL");
        environment.put("CONSENT_GATE_KAFKA_PRODUCER_LINGERMS", "5");

        assertThat(KafkaOptions.unknown(config(environment))).containsExactly("producer.lingerms", "security.protcol");
    }

    @Test
    void shouldMakeChangelogsThatHoldWhatItsProducersMayWrite() {
        assertThat(KafkaOptions.streams(config(Map.of()))).containsEntry("topic.max.message.bytes", 16_777_216L);
        assertThat(KafkaOptions.streams(config(Map.of("CONSENT_GATE_KAFKA_PRODUCER_MAX_REQUEST_SIZE", "33554432"))))
                .containsEntry("topic.max.message.bytes", 33_554_432L);
    }

    @Test
    void shouldTakePartInTheGroupUnderTheInstanceId() {
        assertThat(KafkaOptions.streams(config(Map.of("CONSENT_GATE_INSTANCE_ID", "gate-0"))))
                .containsEntry("consumer.group.instance.id", "gate-0");
        assertThat(KafkaOptions.streams(config(Map.of()))).doesNotContainKey("consumer.group.instance.id");
    }

    @Test
    void shouldForgetStateBeforeItsChangelogForgetsWhatItMissed() {
        Properties options = KafkaOptions.streams(config(Map.of()));

        assertThat(options)
                .containsEntry("topic.delete.retention.ms", "2592000000")
                .containsEntry("topic.max.compaction.lag.ms", "86400000")
                .containsEntry("topic.message.timestamp.type", "LogAppendTime")
                .containsEntry("topic.unclean.leader.election.enable", "false");
        assertThat(KafkaOptions.STATE_MAX_AGE)
                .isLessThanOrEqualTo(Duration.ofDays(30).minusDays(7));
    }

    @ParameterizedTest
    @CsvSource({
        "10m, KAFKA_LINGER_MS, 5",
        "4m, KAFKA_MAX_POLL_INTERVAL_MS, 260000",
        "4m, KAFKA_MAIN_CONSUMER_MAX_POLL_INTERVAL_MS, 240000"
    })
    void shouldRefuseMorePatienceThanTheGroupHas(String patience, String option, String value) {
        GateConfig config = config(Map.of("CONSENT_GATE_REGISTRY_PATIENCE", patience, "CONSENT_GATE_" + option, value));

        assertThatThrownBy(() -> KafkaOptions.streams(config))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("registry.patience is " + patience)
                .hasMessageContaining("max.poll.interval.ms");
    }

    @Test
    void shouldTakeAsMuchPatienceAsTheGroupHas() {
        KafkaOptions.streams(config(
                Map.of("CONSENT_GATE_REGISTRY_PATIENCE", "7s", "CONSENT_GATE_KAFKA_MAX_POLL_INTERVAL_MS", "8000")));
        KafkaOptions.streams(config(
                Map.of("CONSENT_GATE_REGISTRY_PATIENCE", "10m", "CONSENT_GATE_KAFKA_MAX_POLL_INTERVAL_MS", "670000")));
    }

    private static GateConfig config(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "broker:9092");
        environment.put("CONSENT_GATE_REGISTRY_URLS", "http://registry:8081");
        return ConfigReader.read(null, environment);
    }
}
