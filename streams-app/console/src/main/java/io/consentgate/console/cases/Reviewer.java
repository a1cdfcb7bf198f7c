// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Set;

/**
 * The signed-in member of staff.
 *
 * @param id staff pseudonym for records; never a name or an address
 * @param roles what they may do; empty when they may do nothing
 */
public record Reviewer(String id, Set<Role> roles) {

    public Reviewer {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Whether they may claim and decide. */
    public boolean mayDecide() {
        return has(Role.REVIEWER) || has(Role.SECOND_REVIEWER);
    }

    /** The highest role that lets them decide; a verdict names it as their authority. */
    public Role decidesAs() {
        return has(Role.SECOND_REVIEWER) ? Role.SECOND_REVIEWER : Role.REVIEWER;
    }
}
