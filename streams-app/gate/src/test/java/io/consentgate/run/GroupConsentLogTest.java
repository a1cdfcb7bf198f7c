// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.consentgate.topology.ConsentLog.Standing;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A broker that is down is waited for. */
class GroupConsentLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(GroupConsentLog.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(said);
    }

    @Test
    void shouldWaitForABrokerAndSayWhatItWaitsForUntilTheGateIsClosed() throws IOException {
        try (ServerSocket silent = new ServerSocket(0);
                GroupConsentLog log = new GroupConsentLog(
                        client(silent.getLocalPort()), "the-gate", "consent-state", 1, Duration.ofMillis(1))) {

            CompletableFuture<Standing> asked = CompletableFuture.supplyAsync(() -> log.standing(0));

            await().until(this::said, messages -> messages.size() >= 2);
            assertThat(asked).isNotDone();
            assertThat(said()).allMatch(message -> message.contains("the-gate") && message.contains("consent-state"));

            log.stopWaiting();
            assertThatThrownBy(asked::join).hasCauseInstanceOf(GroupConsentLog.WaitEnded.class);
        }
    }

    private List<String> said() {
        return List.copyOf(said.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Properties client(int port) {
        Properties client = new Properties();
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port);
        client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 50);
        client.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 100);
        return client;
    }
}
