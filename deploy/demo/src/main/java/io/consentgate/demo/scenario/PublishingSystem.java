// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import java.util.List;
import java.util.function.Function;

/** One system of the business that contacts people or decides about them. */
interface PublishingSystem {

    /** Its name in the table. */
    String label();

    /** Its share of the traffic, relative to the other systems. */
    int weight();

    /** The situations in this system; the law settles the verdict on each. */
    List<Act> acts();

    /**
     * A situation.
     *
     * @param weight how often it happens, relative to the system's other acts
     * @param play makes a story about one person
     */
    record Act(int weight, String name, Function<Subject, Story> play) {}
}
