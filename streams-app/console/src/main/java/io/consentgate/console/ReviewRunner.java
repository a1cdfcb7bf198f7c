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
 * A running review console: an index of the log, and the web application on it. A process of its own, beside the gate's;
 * several may run, each with a state folder of its own. Thread-safe.
 */
public final class ReviewRunner implements AutoCloseable {

    private final Desk desk;
    private final ReviewConsole console;

    private ReviewRunner(Desk desk, ReviewConsole console) {
        this.desk = desk;
        this.console = console;
    }

    /**
     * Starts a console and returns when it can be reached; until the log is read, its queue is incomplete and says so.
     *
     * @throws InvalidConfig when a setting is unusable, or too much would be open
     * @throws io.consentgate.console.desk.TopicsMissing when a topic is not there
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

    /** Where browsers reach it. */
    public URI address() {
        return console.address();
    }

    @Override
    public void close() {
        console.close();
        desk.close();
    }
}
