// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The process environment less what is no setting of the gate. */
final class EnvironmentVariables {

    /** What names the configuration itself, and what clients are told. */
    private static final Set<String> OF_COMMANDS =
            Set.of("CONSENT_GATE_CONFIG", "CONSENT_GATE_REVIEW_URL", "CONSENT_GATE_REVIEW_TOKEN_FILE");

    /** Names that Kubernetes gives to every pod for a Service, as it does for Docker's links. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "CONSENT_GATE_(?:.+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");

    /** The one among them whose name can be a setting's, too, by its value. */
    private static final Pattern SERVICE_LINK_ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private EnvironmentVariables() {}

    static Map<String, String> ofSettings() {
        return settingsAmong(System.getenv());
    }

    /**
     * What is left without what commands read themselves and without service links: Kubernetes sets these in the pods of
     * a namespace with a Service that is called {@code consent-gate} or begins so, unless {@code enableServiceLinks} is
     * false.
     */
    static Map<String, String> settingsAmong(Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>(environment);
        settings.keySet().removeAll(OF_COMMANDS);
        settings.entrySet().removeIf(variable -> isServiceLink(variable.getKey(), variable.getValue()));
        return settings;
    }

    private static boolean isServiceLink(String name, String value) {
        boolean address =
                name.endsWith("_PORT") && SERVICE_LINK_ADDRESS.matcher(value).matches();
        return address || SERVICE_LINK.matcher(name).matches();
    }
}
