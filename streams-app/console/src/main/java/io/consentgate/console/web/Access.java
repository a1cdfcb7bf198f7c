// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.javalin.security.RouteRole;

/** Who may use a route. A route without such an entry is closed to everyone. */
public enum Access implements RouteRole {
    /** Everyone, signed in or not. Such a route shows no case, person or figure. */
    OPEN,
    /** Everyone who is signed in, with or without a role. Such a route shows no case, person or figure. */
    SIGNED_IN,
    /** Everyone with a role. */
    STAFF,
    /** Staff who work on cases. */
    DECIDES,
    /** Staff who oversee reviewers. */
    OVERSEES,
    /** Staff who confirm verdicts and take over cases. */
    CONFIRMS;

    /** Whether one of the reviewer's roles suffices. */
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
