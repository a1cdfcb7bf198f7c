// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The registry's settings under the property names of Confluent's serializers. The gate's own serializers use the same
 * names, so both are configured alike.
 */
public final class RegistryProperties {

    private RegistryProperties() {}

    /**
     * Also reads the files with secrets.
     *
     * @throws InvalidConfig when a file cannot be read; the message names the setting, never the content
     */
    public static Map<String, String> of(GateConfig config) {
        GateConfig.Registry registry = config.registry();
        Map<String, String> properties = new HashMap<>();
        properties.put("schema.registry.url", String.join(",", registry.urls()));
        properties.put(
                "http.connect.timeout.ms", String.valueOf(registry.timeout().toMillis()));
        properties.put("http.read.timeout.ms", String.valueOf(registry.timeout().toMillis()));
        String userInfo = registry.userInfoFile() == null
                ? registry.userInfo()
                : secret("registry.user-info-file", registry.userInfoFile());
        if (userInfo != null) {
            properties.put("basic.auth.credentials.source", "USER_INFO");
            properties.put("basic.auth.user.info", userInfo);
        }
        if (registry.bearerTokenFile() != null) {
            properties.put("bearer.auth.credentials.source", "STATIC_TOKEN");
            properties.put("bearer.auth.token", secret("registry.bearer-token-file", registry.bearerTokenFile()));
        }
        putStore(
                properties,
                "truststore",
                registry.trustStore(),
                "registry.trust-store-password-file",
                registry.trustStorePasswordFile());
        putStore(
                properties,
                "keystore",
                registry.keyStore(),
                "registry.key-store-password-file",
                registry.keyStorePasswordFile());
        properties.putAll(config.serde().properties());
        return properties;
    }

    /**
     * The same without the client's own retries, for callers that retry themselves and limit the total time. Otherwise,
     * many failing schemas would each use up all of a client's attempts.
     */
    public static Map<String, String> ofOneAttempt(GateConfig config) {
        Map<String, String> properties = of(config);
        properties.putIfAbsent("max.retries", "0");
        return properties;
    }

    private static void putStore(
            Map<String, String> properties,
            String store,
            @Nullable Path file,
            String passwordSetting,
            @Nullable Path passwordFile) {
        if (file == null) {
            return;
        }
        properties.put("schema.registry.ssl." + store + ".location", file.toString());
        properties.put("schema.registry.ssl." + store + ".type", file.toString().endsWith(".jks") ? "JKS" : "PKCS12");
        if (passwordFile != null) {
            properties.put("schema.registry.ssl." + store + ".password", secret(passwordSetting, passwordFile));
        }
    }

    private static String secret(String setting, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new InvalidConfig(setting + " names " + file + ", which cannot be read; check that it is there and "
                    + "that this user may read it");
        }
    }
}
