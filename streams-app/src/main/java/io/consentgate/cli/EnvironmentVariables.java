// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.util.Map;
import java.util.TreeMap;

/** The process environment less what names the configuration itself. */
final class EnvironmentVariables {

    private EnvironmentVariables() {}

    static Map<String, String> ofSettings() {
        Map<String, String> settings = new TreeMap<>(System.getenv());
        settings.remove("CONSENT_GATE_CONFIG");
        return settings;
    }
}
