// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.Role;
import io.javalin.security.RouteRole;
import java.util.EnumSet;
import java.util.Set;

/** Who may take a route. A route that names none of these is open to nobody. */
public enum Access implements RouteRole {
    /** Anybody, signed in or not. No case, person or figure is behind such a route. */
    OPEN(EnumSet.noneOf(Role.class)),
    /** Whoever has a role. */
    STAFF(EnumSet.allOf(Role.class)),
    /** Whoever works on cases. */
    DECIDES(EnumSet.of(Role.REVIEWER, Role.SECOND_REVIEWER)),
    /** Whoever watches over the others. */
    OVERSEES(EnumSet.of(Role.SECOND_REVIEWER, Role.AUDITOR)),
    /** Whoever confirms, and takes over from, the others. */
    CONFIRMS(EnumSet.of(Role.SECOND_REVIEWER));

    private final Set<Role> roles;

    Access(Set<Role> roles) {
        this.roles = Set.copyOf(roles);
    }

    /** Any one of these is enough. */
    public Set<Role> roles() {
        return roles;
    }
}
