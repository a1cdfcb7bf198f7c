// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.io.Serial;
import java.util.List;

/** The configuration cannot be used. The message lists every finding, each with the setting's name and the remedy. */
public final class InvalidConfig extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidConfig(List<String> findings) {
        super(findings.size() == 1 ? findings.get(0) : String.join(System.lineSeparator(), findings));
    }

    public InvalidConfig(String finding) {
        this(List.of(finding));
    }
}
