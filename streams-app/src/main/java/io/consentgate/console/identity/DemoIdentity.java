// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Three people who are nobody, for trying the console on one's own machine without a provider. There are three because
 * four eyes cannot be tried with two.
 */
public final class DemoIdentity implements Identity {

    private static final List<Staff> PEOPLE = List.of(
            new Staff("demo-reviewer", "Rita", EnumSet.of(Role.REVIEWER)),
            new Staff("demo-second-reviewer", "Szymon", EnumSet.of(Role.SECOND_REVIEWER)),
            new Staff("demo-auditor", "Ada", EnumSet.of(Role.AUDITOR)));

    DemoIdentity() {}

    public List<Staff> people() {
        return PEOPLE;
    }

    /** Empty when there is nobody of that id. */
    public Optional<Staff> person(String id) {
        return PEOPLE.stream().filter(staff -> staff.id().equals(id)).findFirst();
    }
}
