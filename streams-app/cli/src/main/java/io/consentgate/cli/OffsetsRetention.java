// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/** How long brokers keep the offsets of a group without members. */
final class OffsetsRetention {

    private static final String SETTING = "offsets.retention.minutes";

    private OffsetsRetention() {}

    /**
     * Asks a broker; empty if the broker does not tell this user.
     *
     * @throws KafkaException if the brokers do not answer
     */
    static Optional<Duration> of(GateConfig config) {
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            ConfigResource broker = new ConfigResource(
                    ConfigResource.Type.BROKER,
                    get(admin.describeCluster().nodes()).iterator().next().idString());
            return get(admin.describeConfigs(List.of(broker)).all()).values().stream()
                    .flatMap(settings -> settings.entries().stream())
                    .filter(setting -> setting.name().equals(SETTING))
                    .map(ConfigEntry::value)
                    .findAny()
                    .map(minutes -> Duration.ofMinutes(Long.parseLong(minutes)));
        } catch (AuthorizationException e) {
            return Optional.empty();
        }
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException refused) {
                throw refused;
            }
            throw new KafkaException("cannot ask the brokers for " + SETTING, e.getCause());
        }
    }
}
