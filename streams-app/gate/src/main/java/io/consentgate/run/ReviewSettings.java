// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.review.ReviewOptions;
import io.consentgate.review.ReviewOptions.Conflict;
import io.consentgate.review.ReviewOptions.FourEyes;
import io.consentgate.review.ReviewOptions.Thresholds;
import java.time.Duration;
import java.util.stream.Collectors;

/** Builds the options of human review from the configuration. */
public final class ReviewSettings {

    private ReviewSettings() {}

    /**
     * The options of a configuration.
     *
     * @param clockSkew how far other clocks may differ
     * @throws InvalidConfig when a conflict or a role is unusable
     */
    public static ReviewOptions of(GateConfig.Review review, Duration clockSkew) {
        GateConfig.Figures figures = review.figures();
        try {
            return new ReviewOptions(
                    review.floor(),
                    review.roles(),
                    review.secondRole(),
                    review.conflicts().stream().map(Conflict::of).collect(Collectors.toSet()),
                    FourEyes.valueOf(review.fourEyes()),
                    new Thresholds(
                            figures.window(),
                            figures.least(),
                            figures.medianFloor(),
                            figures.mostUpheld(),
                            figures.burst(),
                            figures.burstWithin(),
                            figures.failedControls()),
                    review.explanationRequired(),
                    clockSkew);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfig("review: " + e.getMessage());
        }
    }
}
