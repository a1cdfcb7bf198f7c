// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * How to reach the registry, under the property names of Confluent's clients. Prints no secret.
 *
 * <p>Two differences from Confluent's clients. Time-outs default to seconds, not a minute, so that one record's retries
 * stay far below {@code max.poll.interval.ms}. Credentials within a URL are refused, because URLs appear in logs.
 */
final class RegistryOptions {

    static final String URL = "schema.registry.url";
    static final String BASIC_AUTH_SOURCE = "basic.auth.credentials.source";
    static final String BASIC_AUTH_USER_INFO = "basic.auth.user.info";
    static final String BEARER_AUTH_SOURCE = "bearer.auth.credentials.source";
    static final String BEARER_AUTH_TOKEN = "bearer.auth.token";
    static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    static final String READ_TIMEOUT = "http.read.timeout.ms";
    static final String MAX_RETRIES = "max.retries";
    static final String FIRST_RETRY = "retries.wait.ms";
    static final String LONGEST_RETRY = "retries.max.wait.ms";
    static final String SSL_PREFIX = "schema.registry.";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "Base URLs of the registry, tried in turn.")
            .define(
                    BASIC_AUTH_SOURCE,
                    ConfigDef.Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "USER_INFO, or empty for no basic authentication.")
            .define(BASIC_AUTH_USER_INFO, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "user:password")
            .define(
                    BEARER_AUTH_SOURCE,
                    ConfigDef.Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "STATIC_TOKEN, or empty for no bearer authentication.")
            .define(BEARER_AUTH_TOKEN, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "The bearer token.")
            .define(CONNECT_TIMEOUT, ConfigDef.Type.LONG, 2_000L, Importance.LOW, "Milliseconds to connect.")
            .define(READ_TIMEOUT, ConfigDef.Type.LONG, 4_000L, Importance.LOW, "Milliseconds to answer once connected.")
            .define(
                    MAX_RETRIES,
                    ConfigDef.Type.INT,
                    2,
                    Importance.LOW,
                    "Further attempts after the first, over all URLs.")
            .define(FIRST_RETRY, ConfigDef.Type.LONG, 200L, Importance.LOW, "Milliseconds before the first retry.")
            .define(
                    LONGEST_RETRY,
                    ConfigDef.Type.LONG,
                    2_000L,
                    Importance.LOW,
                    "Longest milliseconds between retries.");

    private final AbstractConfig config;
    private final List<URI> urls;
    private final Optional<String> authorization;
    private final Optional<SSLContext> sslContext;

    /** Reads the options, and ignores others in the map. */
    RegistryOptions(Map<String, ?> properties) {
        config = new AbstractConfig(DEFINITION, properties, false);
        urls = config.getList(URL).stream().map(RegistryOptions::baseUrl).toList();
        if (urls.isEmpty()) {
            throw new ConfigException(URL + " is empty; name the registry, for example http://registry:8081");
        }
        authorization = authorization(config);
        sslContext = sslContext(properties);
    }

    private static URI baseUrl(String text) {
        URI url;
        try {
            url = URI.create(text.strip().replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            // Neither quoted nor given as cause: text that does not parse may still hold a password.
            throw new ConfigException(URL + " holds something that is not a URL; expected http(s)://host:port");
        }
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            throw new ConfigException(URL + " holds credentials; move them to " + BASIC_AUTH_USER_INFO + " and set "
                    + BASIC_AUTH_SOURCE + "=USER_INFO");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new ConfigException(URL + " holds a URL without http(s):// or host; expected http(s)://host:port");
        }
        return url;
    }

    private static Optional<String> authorization(AbstractConfig config) {
        String basicSource = config.getString(BASIC_AUTH_SOURCE);
        Password userInfo = config.getPassword(BASIC_AUTH_USER_INFO);
        String bearerSource = config.getString(BEARER_AUTH_SOURCE);
        Password token = config.getPassword(BEARER_AUTH_TOKEN);
        boolean basic = given(BASIC_AUTH_SOURCE, basicSource, "USER_INFO", BASIC_AUTH_USER_INFO, userInfo);
        boolean bearer = given(BEARER_AUTH_SOURCE, bearerSource, "STATIC_TOKEN", BEARER_AUTH_TOKEN, token);
        if (basic && bearer) {
            throw new ConfigException(
                    "Both " + BASIC_AUTH_SOURCE + " and " + BEARER_AUTH_SOURCE + " are set; keep the one in use");
        }
        if (basic) {
            return Optional.of("Basic "
                    + Base64.getEncoder().encodeToString(userInfo.value().getBytes(StandardCharsets.UTF_8)));
        }
        return bearer ? Optional.of("Bearer " + token.value()) : Optional.empty();
    }

    /** The value URL is Confluent's default. It equals no value here, since URLs carry no credentials. */
    private static boolean given(String sourceKey, String source, String supported, String secretKey, Password secret) {
        if (source.isEmpty() || source.equals("URL")) {
            if (!secret.value().isEmpty()) {
                throw new ConfigException(secretKey + " is set but unused; set " + sourceKey + "=" + supported);
            }
            return false;
        }
        if (!source.equals(supported)) {
            throw new ConfigException(
                    sourceKey + "=" + source + " is not supported here; use " + supported + " with " + secretKey);
        }
        if (secret.value().isEmpty()) {
            throw new ConfigException(sourceKey + "=" + supported + " needs " + secretKey);
        }
        return true;
    }

    private static Optional<SSLContext> sslContext(Map<String, ?> properties) {
        Map<String, Object> ssl = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(SSL_PREFIX + "ssl.")) {
                ssl.put(key.substring(SSL_PREFIX.length()), value);
            }
        });
        if (ssl.isEmpty()) {
            return Optional.empty();
        }
        if ("".equals(ssl.get("ssl.endpoint.identification.algorithm"))) {
            throw new ConfigException(SSL_PREFIX + "ssl.endpoint.identification.algorithm is empty, which would accept"
                    + " any host's certificate; remove it and give the registry a certificate of its own name");
        }
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(new ConfigDef().withClientSslSupport(), ssl, false).values());
            return Optional.of(factory.sslContext());
        }
    }

    List<URI> urls() {
        return urls;
    }

    /** Value of the Authorization header; a secret. */
    Optional<String> authorization() {
        return authorization;
    }

    Optional<SSLContext> sslContext() {
        return sslContext;
    }

    Duration connectTimeout() {
        return Duration.ofMillis(config.getLong(CONNECT_TIMEOUT));
    }

    Duration readTimeout() {
        return Duration.ofMillis(config.getLong(READ_TIMEOUT));
    }

    int maxRetries() {
        return config.getInt(MAX_RETRIES);
    }

    Duration firstRetry() {
        return Duration.ofMillis(config.getLong(FIRST_RETRY));
    }

    Duration longestRetry() {
        return Duration.ofMillis(config.getLong(LONGEST_RETRY));
    }
}
