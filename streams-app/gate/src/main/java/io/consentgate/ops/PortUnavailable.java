// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.io.Serial;

/** The endpoint's address cannot be opened. The message names the address. */
public final class PortUnavailable extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PortUnavailable(String address, int port, Throwable cause) {
        super("port " + port + " cannot be opened on " + address + ": " + cause.getMessage(), cause);
    }
}
