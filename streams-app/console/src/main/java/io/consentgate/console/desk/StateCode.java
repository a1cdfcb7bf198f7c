// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseState;

/** A case's state as stored in the index; the partial indexes use these numbers. */
final class StateCode {

    static final int OPEN = 0;
    static final int AWAITING_SECOND = 1;
    static final int CLOSED = 2;

    private StateCode() {}

    static int of(CaseState state) {
        return switch (state) {
            case OPEN -> OPEN;
            case AWAITING_SECOND -> AWAITING_SECOND;
            case CLOSED -> CLOSED;
        };
    }

    static CaseState state(int code) {
        return switch (code) {
            case OPEN -> CaseState.OPEN;
            case AWAITING_SECOND -> CaseState.AWAITING_SECOND;
            default -> CaseState.CLOSED;
        };
    }
}
