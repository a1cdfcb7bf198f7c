// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console;

import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.console.desk.Desk;
import io.consentgate.console.web.ReviewConsole;
import io.consentgate.policy.Policy;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.rulebook.Examples;
import io.consentgate.rulebook.RuleBook;
import io.consentgate.run.PolicySettings;
import io.consentgate.run.ReviewSettings;
import java.net.URI;
import java.time.Clock;

/**
 * A running review console: an index of the log, and the web application on top. It is a process separate from the
 * gate. Several consoles may run, each with its own state folder. Thread-safe.
 */
public final class ReviewRunner implements AutoCloseable {

    private final Desk desk;
    private final ReviewConsole console;

    private ReviewRunner(Desk desk, ReviewConsole console) {
        this.desk = desk;
        this.console = console;
    }

    /**
     * Starts a console and returns when browsers can reach it. Until the log is read, its queue is incomplete and says
     * so.
     *
     * @throws InvalidConfig when a setting is unusable, or would expose too much
     * @throws io.consentgate.console.desk.TopicsMissing when a topic is missing
     * @throws io.consentgate.console.desk.IndexUnusable when the state folder cannot be used
     */
    public static ReviewRunner start(GateConfig config) {
        Clock clock = Clock.systemUTC();
        Policy rules = Policy.standard(PolicySettings.of(config.policy()));
        ReviewPolicy policy = new ReviewPolicy(
                rules, ReviewSettings.of(config.review(), config.policy().clockSkew()));
        Desk desk = Desk.open(config, policy, config.review().console().stateDir(), clock);
        try {
            return new ReviewRunner(
                    desk, ReviewConsole.open(config, desk, new RuleBook(rules, Examples.shipped()), clock));
        } catch (RuntimeException e) {
            desk.close();
            throw e;
        }
    }

    /** The address for browsers. */
    public URI address() {
        return console.address();
    }

    @Override
    public void close() {
        console.close();
        desk.close();
    }
}
