// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Set;

/**
 * Who is signed in.
 *
 * @param id staff pseudonym, as it goes on record; never a name or an address
 * @param roles what they may do; empty for somebody who may do nothing
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

    /** The highest role that lets them decide; what a verdict names as their authority. */
    public Role decidesAs() {
        return has(Role.SECOND_REVIEWER) ? Role.SECOND_REVIEWER : Role.REVIEWER;
    }
}
