// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * A setting with its effective value, for display.
 *
 * @param name its name in the file, with dots
 * @param value as written, or the default in words; a secret is masked
 * @param source {@code default}, the file, or the name of its environment variable
 */
public record EffectiveSetting(String name, String value, String source) {

    private static final String MASK = "********";
    private static final String DEFAULT = "default";

    /** For options of unknown classes: masking too much is better than showing a secret. */
    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passwd|secret|token|credential|jaas|user\\.info|private|\\.key$");

    private static final Pattern USER_IN_URL = Pattern.compile("//[^/@\\s]*@");

    /**
     * All settings, in the order of {@link GateConfig}; of Kafka's options only those that are set.
     *
     * @param file null when everything is in the environment
     * @throws InvalidConfig as {@link ConfigReader#read} does
     */
    public static List<EffectiveSetting> list(@Nullable Path file, Map<String, String> environment) {
        // Validates only: an unreadable configuration has no effective settings.
        Objects.requireNonNull(ConfigReader.read(file, environment));
        ObjectNode tree = ConfigReader.tree(file);
        ConfigReader.override(tree, environment);
        String fileName = String.valueOf(file);
        List<EffectiveSetting> effective = new ArrayList<>();
        for (ConfigReader.Setting setting : ConfigReader.settings()) {
            JsonNode node = tree;
            for (String name : setting.path()) {
                node = node.path(name);
            }
            if (!setting.holdsOptions()) {
                effective.add(of(setting, node, source(setting.environmentVariable(), environment, fileName)));
                continue;
            }
            Map<String, JsonNode> options = new TreeMap<>();
            node.properties().forEach(option -> options.put(option.getKey(), option.getValue()));
            options.forEach((option, value) -> effective.add(new EffectiveSetting(
                    setting.name() + "." + option,
                    isSecret(option) ? MASK : text(value),
                    source(setting.environmentVariable(option), environment, fileName))));
        }
        return effective;
    }

    private static EffectiveSetting of(ConfigReader.Setting setting, JsonNode value, String source) {
        if (value.isMissingNode() || value.isNull()) {
            return new EffectiveSetting(setting.name(), setting.fallback(), DEFAULT);
        }
        return new EffectiveSetting(setting.name(), setting.secret() ? MASK : text(value), source);
    }

    private static String source(Optional<String> variable, Map<String, String> environment, String file) {
        return variable.filter(environment::containsKey).orElse(file);
    }

    /** The value as written, without user and password of a URL. */
    static String text(JsonNode value) {
        String text = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "))
                : value.asText();
        return USER_IN_URL.matcher(text).replaceAll("//" + MASK + "@");
    }

    private static boolean isSecret(String option) {
        ConfigDef.ConfigKey known = AdminClientConfig.configDef()
                .configKeys()
                .get(option.replaceFirst("^(main\\.|restore\\.|global\\.)?(consumer|producer|admin)\\.", ""));
        return (known != null && known.type == ConfigDef.Type.PASSWORD)
                || SECRET_NAME.matcher(option).find();
    }
}
