// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/**
 * A member of staff who is signed in.
 *
 * @param id pseudonym that stands for them in verdicts and on record; the same at every sign-in
 * @param name what to call them, shown to nobody but themselves
 * @param roles may be empty: then nothing is open to them
 */
public record Staff(String id, String name, Set<Role> roles) implements Serializable {

    public Staff {
        roles = roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
    }

    public boolean hasAnyOf(Set<Role> wanted) {
        return roles.stream().anyMatch(wanted::contains);
    }

    /** Whether they may give a verdict. */
    public boolean decides() {
        return hasAnyOf(EnumSet.of(Role.REVIEWER, Role.SECOND_REVIEWER));
    }

    /** Whether they may see what others did. */
    public boolean oversees() {
        return hasAnyOf(EnumSet.of(Role.SECOND_REVIEWER, Role.AUDITOR));
    }

    /** Whether they may confirm another's verdict and take over another's claim. */
    public boolean confirms() {
        return roles.contains(Role.SECOND_REVIEWER);
    }

    /** The role in which they give a verdict of their own. */
    public Role decidingRole() {
        return roles.contains(Role.REVIEWER) ? Role.REVIEWER : Role.SECOND_REVIEWER;
    }
}
