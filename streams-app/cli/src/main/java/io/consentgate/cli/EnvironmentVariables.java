// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Filters the process environment down to the gate's settings. */
final class EnvironmentVariables {

    /** Variables that name the configuration itself, and variables for the clients of the console. */
    private static final Set<String> OF_COMMANDS =
            Set.of("CONSENT_GATE_CONFIG", "CONSENT_GATE_REVIEW_URL", "CONSENT_GATE_REVIEW_TOKEN_FILE");

    /** Variables that Kubernetes sets in every pod for a Service, like Docker's links. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "CONSENT_GATE_(?:.+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");

    /** Recognises by value the only link variable whose name can also be a setting's. */
    private static final Pattern SERVICE_LINK_ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private EnvironmentVariables() {}

    static Map<String, String> ofSettings() {
        return settingsAmong(System.getenv());
    }

    /**
     * The environment without variables that commands read themselves, and without service links. Kubernetes sets
     * service links for a Service whose name is or begins with {@code consent-gate}, in all pods of its namespace,
     * unless {@code enableServiceLinks} is false.
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
