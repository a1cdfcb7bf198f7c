// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.util.Map;
import java.util.TreeMap;

/** The process environment less what is no setting: what names the configuration itself, and what clients are told. */
final class EnvironmentVariables {

    private EnvironmentVariables() {}

    static Map<String, String> ofSettings() {
        Map<String, String> settings = new TreeMap<>(System.getenv());
        settings.remove("CONSENT_GATE_CONFIG");
        settings.remove("CONSENT_GATE_REVIEW_URL");
        settings.remove("CONSENT_GATE_REVIEW_TOKEN_FILE");
        return settings;
    }
}
