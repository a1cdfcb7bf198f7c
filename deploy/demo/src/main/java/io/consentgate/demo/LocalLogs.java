// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * A broker, a registry and a gate that start in one process warn of much that is as it should be there: an empty
 * metadata log, a state folder that is temporary. What the user watches is the table.
 */
final class LocalLogs {

    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.ERROR,
            // Reports as an error what a transactional producer retries by itself: a batch that overtook another.
            "kafka.server.ReplicaManager", Level.OFF,
            "org.apache.kafka", Level.ERROR,
            "io.javalin", Level.WARN,
            "org.eclipse.jetty", Level.WARN,
            "io.consentgate", Level.WARN);

    private LocalLogs() {}

    /** Lets only through what someone has to act on. Leaves any other logging framework than Logback as it is. */
    static void quieten() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            LEVELS.forEach((name, level) -> logback.getLogger(name).setLevel(level));
        }
    }
}
