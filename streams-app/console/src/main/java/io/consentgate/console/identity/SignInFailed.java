// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.io.Serial;

/** A sign-in failed. The message is for the log: it holds no token, name or address. */
public final class SignInFailed extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Who must act. */
    public enum Remedy {
        /**
         * Begin again: after a reload, with two tabs, after a sign-in that took too long, or one that another person
         * began.
         */
        START_AGAIN,
        /** The provider is down, or its settings differ from the console's. */
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

    /** The answer belongs to no sign-in in progress in this browser. */
    public static SignInFailed notUnderWay() {
        return new SignInFailed(Remedy.START_AGAIN, "The answer is not to a sign-in that this browser began");
    }

    public Remedy remedy() {
        return remedy;
    }
}
