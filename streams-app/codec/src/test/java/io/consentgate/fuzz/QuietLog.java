// SPDX-License-Identifier: Apache-2.0
package io.consentgate.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps quiet about each bad record what an operator wants to know of one. */
public final class QuietLog implements AutoCloseable {

    private final Logger log;
    private final Level before;

    private QuietLog(Class<?> source) {
        this.log = (Logger) LoggerFactory.getLogger(source);
        this.before = log.getLevel();
        log.setLevel(Level.OFF);
    }

    public static QuietLog of(Class<?> source) {
        return new QuietLog(source);
    }

    @Override
    public void close() {
        log.setLevel(before);
    }
}
