// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.io.Serial;

/** Somebody could not be signed in. The message is for the log: it holds no token, name or address. */
public final class SignInFailed extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Whose move it is. */
    public enum Remedy {
        /** Begin again: a reload, two tabs, a sign-in that took too long, or one that somebody else began. */
        START_AGAIN,
        /** The provider is away, or is set up otherwise than the console. */
        ASK_OPERATOR
    }

    private final Remedy remedy;

    SignInFailed(Remedy remedy, String message) {
        super(message);
        this.remedy = remedy;
    }

    SignInFailed(Remedy remedy, String message, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** The answer is to no sign-in that the browser has under way. */
    public static SignInFailed notUnderWay() {
        return new SignInFailed(Remedy.START_AGAIN, "The answer is not to a sign-in that this browser began");
    }

    public Remedy remedy() {
        return remedy;
    }
}
