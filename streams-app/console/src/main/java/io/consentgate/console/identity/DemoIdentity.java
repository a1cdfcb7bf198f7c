// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Three invented people, for trying the console on a local machine without a provider. Three, because two are not
 * enough to try a second review. Each person's id is also their bearer token, for use from a terminal.
 */
public final class DemoIdentity implements Identity {

    private static final List<Staff> PEOPLE = List.of(
            person("demo-reviewer", "Rita", Role.REVIEWER),
            person("demo-second-reviewer", "Szymon", Role.SECOND_REVIEWER),
            person("demo-auditor", "Ada", Role.AUDITOR));

    DemoIdentity() {}

    private static Staff person(String id, String name, Role role) {
        return new Staff(new Reviewer(id, Set.of(role)), name);
    }

    public List<Staff> people() {
        return PEOPLE;
    }

    /** Empty when there is no person with this id. */
    public Optional<Staff> person(String id) {
        return PEOPLE.stream().filter(staff -> staff.reviewer().id().equals(id)).findFirst();
    }
}
