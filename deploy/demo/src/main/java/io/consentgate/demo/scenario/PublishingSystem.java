// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import java.util.List;
import java.util.function.Function;

/** One system of the business that contacts people or decides about them. */
interface PublishingSystem {

    /** Its name in the table. */
    String label();

    /** How much of the traffic is its own, relative to the others. */
    int weight();

    /** What happens there; each act is a situation with a verdict that the law settles. */
    List<Act> acts();

    /**
     * A situation.
     *
     * @param weight how often it happens, relative to the system's other acts
     * @param play tells it of one person
     */
    record Act(int weight, String name, Function<Subject, Story> play) {}
}
