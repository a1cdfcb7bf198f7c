// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.javalin.security.RouteRole;

/** Who may take a route. A route that names none of these is open to nobody. */
public enum Access implements RouteRole {
    /** Anybody, signed in or not. No case, person or figure is behind such a route. */
    OPEN,
    /** Whoever is signed in, with a role or without. No case, person or figure is behind such a route. */
    SIGNED_IN,
    /** Whoever has a role. */
    STAFF,
    /** Whoever works on cases. */
    DECIDES,
    /** Whoever watches over the others. */
    OVERSEES,
    /** Whoever confirms, and takes over from, the others. */
    CONFIRMS;

    /** Whether one of their roles is enough. */
    boolean isOpenTo(Reviewer reviewer) {
        return switch (this) {
            case OPEN, SIGNED_IN -> true;
            case STAFF -> !reviewer.roles().isEmpty();
            case DECIDES -> reviewer.mayDecide();
            case OVERSEES -> reviewer.has(Role.SECOND_REVIEWER) || reviewer.has(Role.AUDITOR);
            case CONFIRMS -> reviewer.has(Role.SECOND_REVIEWER);
        };
    }
}
