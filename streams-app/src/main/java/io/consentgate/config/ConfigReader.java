// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration. Precedence, highest first:
 *
 * <ol>
 *   <li>the environment, {@code CONSENT_GATE_} and the setting's path in upper case with {@code _} for {@code .}
 *       and {@code -}; lists are separated by commas;
 *   <li>the YAML file;
 *   <li>the default.
 * </ol>
 *
 * <p>A setting that nobody knows is an error in both places: a misspelt one must not be a silent default.
 */
public final class ConfigReader {

    static final String ENVIRONMENT_PREFIX = "CONSENT_GATE_";

    private static final String KAFKA = "kafka";
    private static final String BROKERS = "bootstrap.servers";
    /** Never asked (RFC 6761, section 6.4). */
    private static final String NOWHERE = "nowhere.invalid:1";

    private static final String KAFKA_VARIABLES = ENVIRONMENT_PREFIX + "KAFKA_";

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new DurationReader())
                    .addDeserializer(LocalDate.class, new DayReader()))
            .build();

    private ConfigReader() {}

    /**
     * Reads a file and the environment.
     *
     * @param file null when everything is in the environment
     * @throws InvalidConfig when a setting is missing, unknown or wrong; the message names it and the remedy
     */
    public static GateConfig read(@Nullable Path file, Map<String, String> environment) {
        ObjectNode tree = tree(file);
        override(tree, environment);
        return read(tree, file);
    }

    /**
     * Reads what is set about the policy, for those who judge without a cluster: brokers and registry may be left out, and
     * what is set is checked all the same.
     *
     * @param file null when everything is in the environment, or nothing is set
     * @throws InvalidConfig when a setting is unknown or wrong; the message names it and the remedy
     */
    public static GateConfig.Policy readPolicy(@Nullable Path file, Map<String, String> environment) {
        ObjectNode tree = tree(file);
        override(tree, environment);
        ObjectNode kafka = tree.withObject("/" + KAFKA);
        if (!kafka.has(BROKERS)) {
            kafka.put(BROKERS, NOWHERE);
        }
        ObjectNode registry = tree.withObject("/registry");
        if (!registry.has("urls")) {
            registry.putArray("urls").add("http://" + NOWHERE);
        }
        return read(tree, file).policy();
    }

    private static GateConfig read(ObjectNode tree, @Nullable Path file) {
        addMissingGroups(tree, GateConfig.class);
        try {
            return YAML.treeToValue(tree, GateConfig.class);
        } catch (JsonProcessingException e) {
            throw explained(e, file);
        }
    }

    /** The file's settings as a tree, Kafka's options by their dotted names. */
    static ObjectNode tree(@Nullable Path file) {
        ObjectNode tree = file == null ? YAML.createObjectNode() : parse(file);
        flattenKafkaOptions(tree);
        return tree;
    }

    private static ObjectNode parse(Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidConfig(file + " must hold settings as 'name: value'; it holds a "
                    + tree.getNodeType().name().toLowerCase(Locale.ROOT));
        } catch (NoSuchFileException e) {
            throw new InvalidConfig("there is no configuration file " + file + "; name one with --config");
        } catch (JsonProcessingException e) {
            throw new InvalidConfig(
                    file + " is not YAML at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Kafka's options may be nested or dotted: {@code ssl: {truststore: …}} is {@code ssl.truststore}. */
    private static void flattenKafkaOptions(ObjectNode tree) {
        if (tree.get(KAFKA) instanceof ObjectNode nested) {
            ObjectNode flat = YAML.createObjectNode();
            flatten("", nested, flat);
            tree.set(KAFKA, flat);
        }
    }

    private static void flatten(String path, JsonNode node, ObjectNode flat) {
        node.properties().forEach(entry -> {
            String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            if (entry.getValue().isObject()) {
                flatten(name, entry.getValue(), flat);
            } else {
                flat.put(name, entry.getValue().asText());
            }
        });
    }

    /** A group that nobody mentions is one whose settings are all left out, not a null. */
    private static void addMissingGroups(ObjectNode tree, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (!component.getType().isRecord()) {
                continue;
            }
            String name = kebab(component.getName());
            if (!tree.hasNonNull(name)) {
                tree.set(name, YAML.createObjectNode());
            }
            if (tree.get(name) instanceof ObjectNode group) {
                addMissingGroups(group, component.getType());
            }
        }
    }

    static void override(ObjectNode tree, Map<String, String> environment) {
        Map<String, List<String>> known = pathsByVariable();
        List<String> unknown = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(ENVIRONMENT_PREFIX)) {
                return;
            }
            String rest = variable.substring(ENVIRONMENT_PREFIX.length());
            if (variable.startsWith(KAFKA_VARIABLES)) {
                String option = variable.substring(KAFKA_VARIABLES.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                tree.withObject("/" + KAFKA).put(option, value);
                return;
            }
            List<String> path = known.get(rest);
            if (path == null) {
                unknown.add("the environment variable " + variable + " is no setting; known are "
                        + KAFKA_VARIABLES + "… and "
                        + String.join(
                                ", ",
                                known.keySet().stream()
                                        .map(ENVIRONMENT_PREFIX::concat)
                                        .sorted()
                                        .toList()));
                return;
            }
            ObjectNode group = tree;
            for (String name : path.subList(0, path.size() - 1)) {
                group = group.withObject("/" + name);
            }
            group.set(path.get(path.size() - 1), valueFor(path, value));
        });
        if (!unknown.isEmpty()) {
            throw new InvalidConfig(unknown);
        }
    }

    private static JsonNode valueFor(List<String> path, String value) {
        Setting setting = settings().stream()
                .filter(candidate -> candidate.path().equals(path))
                .findFirst()
                .orElseThrow();
        if (!Collection.class.isAssignableFrom(setting.type())) {
            return YAML.getNodeFactory().textNode(value);
        }
        ArrayNode items = YAML.createArrayNode();
        for (String item : value.split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip());
            }
        }
        return items;
    }

    private static Map<String, List<String>> pathsByVariable() {
        Map<String, List<String>> byVariable = new TreeMap<>();
        settings().stream()
                .filter(setting -> !setting.holdsOptions())
                .forEach(setting -> byVariable.put(setting.variable(), setting.path()));
        return byVariable;
    }

    /** Every setting there is, in the order in which {@link GateConfig} states them. */
    public static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        collect(List.of(), GateConfig.class, settings);
        return settings;
    }

    private static void collect(List<String> path, Class<?> type, List<Setting> settings) {
        for (RecordComponent component : type.getRecordComponents()) {
            List<String> here = new ArrayList<>(path);
            here.add(kebab(component.getName()));
            if (component.getType().isRecord()) {
                collect(here, component.getType(), settings);
                continue;
            }
            Described described = Objects.requireNonNull(
                    component.getAnnotation(Described.class), () -> String.join(".", here) + " is not described");
            settings.add(new Setting(
                    List.copyOf(here), component.getType(), described.value(), described.orElse(), described.secret()));
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static InvalidConfig explained(JsonProcessingException e, @Nullable Path file) {
        String where = file == null ? "the environment" : file.toString();
        if (e.getCause() instanceof InvalidConfig invalid) {
            return invalid;
        }
        String setting = e instanceof JsonMappingException mapping
                ? String.join(
                        ".",
                        mapping.getPath().stream()
                                .map(reference -> Objects.requireNonNullElse(
                                        reference.getFieldName(), "[" + reference.getIndex() + "]"))
                                .toList())
                : "";
        if (e instanceof com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException unrecognized) {
            return new InvalidConfig(setting + " in " + where + " is no setting; known here are "
                    + String.join(
                            ", ",
                            unrecognized.getKnownPropertyIds().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .toList()));
        }
        return new InvalidConfig(setting + " in " + where + " cannot be read: " + e.getOriginalMessage());
    }

    /**
     * One setting.
     *
     * @param path its names from the outermost group inwards, in kebab case
     * @param fallback the default as a reader would write it, empty when there is none
     */
    public record Setting(List<String> path, Class<?> type, String meaning, String fallback, boolean secret) {

        /** Its name in the file, with dots. */
        public String name() {
            return String.join(".", path);
        }

        /** Whether it holds options under the names of another software rather than one value. */
        public boolean holdsOptions() {
            return Map.class.isAssignableFrom(type);
        }

        /**
         * Its name in the environment; where it holds options, that of one of them with {@code …} in its place. Empty
         * when it can only be set in the file.
         */
        public Optional<String> environmentVariable() {
            if (name().equals(KAFKA)) {
                return Optional.of(KAFKA_VARIABLES + "…");
            }
            return holdsOptions() ? Optional.empty() : Optional.of(ENVIRONMENT_PREFIX + variable());
        }

        /** Name in the environment of one of the options that it holds. */
        Optional<String> environmentVariable(String option) {
            return name().equals(KAFKA)
                    ? Optional.of(KAFKA_VARIABLES + option.replace('.', '_').toUpperCase(Locale.ROOT))
                    : Optional.empty();
        }

        private String variable() {
            return name().replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        }
    }

    private static final class DayReader extends StdDeserializer<LocalDate> {

        @Serial
        private static final long serialVersionUID = 1L;

        DayReader() {
            super(LocalDate.class);
        }

        @Override
        public LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText().strip();
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw JsonMappingException.from(parser, "'" + text + "' is no day; write it as 2026-11-20");
            }
        }
    }

    private static final class DurationReader extends StdDeserializer<Duration> {

        @Serial
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return ShortDuration.parse(parser.getText().strip());
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, e.getMessage());
            }
        }
    }
}
