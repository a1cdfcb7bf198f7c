// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Suppresses warnings that are normal here. A broker, a registry and a gate in one process warn of an empty metadata
 * log or of a temporary state folder. The user should see the table instead.
 */
final class LocalLogs {

    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.ERROR,
            // Reports as an error what a transactional producer retries by itself: a batch that overtook another one.
            "kafka.server.ReplicaManager", Level.OFF,
            "org.apache.kafka", Level.ERROR,
            "io.javalin", Level.WARN,
            "org.eclipse.jetty", Level.WARN,
            "io.consentgate", Level.WARN);

    private LocalLogs() {}

    /** Keeps only messages that need action. Does nothing with other logging frameworks than Logback. */
    static void quieten() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            LEVELS.forEach((name, level) -> logback.getLogger(name).setLevel(level));
        }
    }
}
