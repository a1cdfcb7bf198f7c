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
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration. Precedence, highest first:
 *
 * <ol>
 *   <li>the environment: {@code CONSENT_GATE_} and the setting's path in upper case, with {@code _} for {@code .} and
 *       {@code -}; commas separate the items of a list;
 *   <li>the YAML file;
 *   <li>the default.
 * </ol>
 *
 * <p>An unknown setting is an error in file and environment: a misspelt name must not silently become a default.
 */
public final class ConfigReader {

    static final String ENVIRONMENT_PREFIX = "CONSENT_GATE_";

    private static final String KAFKA = "kafka";
    private static final String BROKERS = "bootstrap.servers";
    /** This name never resolves (RFC 6761, section 6.4), and no client asks it. */
    private static final String NOWHERE = "nowhere.invalid:1";

    private static final String KAFKA_VARIABLES = ENVIRONMENT_PREFIX + "KAFKA_";

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Jackson must not truncate a fraction to an integer, nor read an empty text as 0 or false.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(LogicalType.Integer, ConfigReader::refuseNothing)
            .withCoercionConfig(LogicalType.Float, ConfigReader::refuseNothing)
            .withCoercionConfig(LogicalType.Boolean, ConfigReader::refuseNothing)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new DurationReader())
                    .addDeserializer(LocalDate.class, new DayReader())
                    .addDeserializer(ZoneId.class, new ZoneReader()))
            .build();

    /** The expected form of settings whose types Jackson would explain in Java's terms. */
    private static final Map<Class<?>, String> FORMS = Map.of(
            int.class,
            "a whole number up to " + Integer.MAX_VALUE,
            short.class,
            "a whole number up to " + Short.MAX_VALUE,
            double.class,
            "a number, e.g. 0.02",
            boolean.class,
            "true or false");

    /** Placeholder for a setting in a message of {@link GateConfig}; replaced by the operator's text. */
    private static final Pattern TYPED = Pattern.compile("\\$\\{([^}]+)}");

    private ConfigReader() {}

    private static void refuseNothing(MutableCoercionConfig coercions) {
        coercions.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    }

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
     * Reads the policy's settings, for commands that judge without a cluster. Brokers and registry may be missing;
     * settings that are present are still checked.
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
        addDefaults(List.of(), GateConfig.class, tree);
        try {
            return YAML.treeToValue(tree, GateConfig.class);
        } catch (JsonProcessingException e) {
            throw explained(e, tree, file);
        }
    }

    /** The file's settings as a tree, with Kafka's options under their dotted names. */
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

    /** Adds each missing setting's default as if the operator had typed it. */
    private static void addDefaults(List<String> path, Class<?> type, ObjectNode group) {
        for (RecordComponent component : type.getRecordComponents()) {
            List<String> here = below(path, component);
            String name = here.get(here.size() - 1);
            if (component.getType().isRecord()) {
                if (!group.hasNonNull(name)) {
                    group.set(name, YAML.createObjectNode());
                }
                if (group.get(name) instanceof ObjectNode inner) {
                    addDefaults(here, component.getType(), inner);
                }
            } else if (!group.hasNonNull(name) && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                group.set(
                        name,
                        nodeOf(component.getType(), described(here, component).orElse()));
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
            group.set(
                    path.get(path.size() - 1),
                    nodeOf(setting(String.join(".", path)).orElseThrow().type(), value));
        });
        if (!unknown.isEmpty()) {
            throw new InvalidConfig(unknown);
        }
    }

    /** The value of a setting of this type, from text on one line. */
    private static JsonNode nodeOf(Class<?> type, String text) {
        if (Map.class.isAssignableFrom(type)) {
            return YAML.createObjectNode();
        }
        if (!Collection.class.isAssignableFrom(type)) {
            return YAML.getNodeFactory().textNode(text);
        }
        ArrayNode items = YAML.createArrayNode();
        for (String item : text.split(",", -1)) {
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

    /** All settings, in the order of {@link GateConfig}. */
    public static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        collect(List.of(), GateConfig.class, settings);
        return settings;
    }

    private static void collect(List<String> path, Class<?> type, List<Setting> settings) {
        for (RecordComponent component : type.getRecordComponents()) {
            List<String> here = below(path, component);
            if (component.getType().isRecord()) {
                collect(here, component.getType(), settings);
                continue;
            }
            Described described = described(here, component);
            settings.add(new Setting(
                    here,
                    component.getType(),
                    described.value(),
                    described.orElse().isEmpty() ? described.inWords() : described.orElse(),
                    described.secret()));
        }
    }

    private static List<String> below(List<String> path, RecordComponent component) {
        return Stream.concat(path.stream(), Stream.of(kebab(component.getName())))
                .toList();
    }

    private static Described described(List<String> path, RecordComponent component) {
        return Objects.requireNonNull(
                component.getAnnotation(Described.class), () -> String.join(".", path) + " is not described");
    }

    private static Optional<Setting> setting(String name) {
        return settings().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static InvalidConfig explained(JsonProcessingException e, ObjectNode tree, @Nullable Path file) {
        String where = file == null ? "the environment" : file.toString();
        if (e.getCause() instanceof InvalidConfig invalid) {
            return new InvalidConfig(TYPED.matcher(String.valueOf(invalid.getMessage()))
                    .replaceAll(named -> Matcher.quoteReplacement(typed(tree, named.group(1)))));
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
        return new InvalidConfig(setting(setting)
                .map(known -> FORMS.get(known.type()))
                .map(form -> setting + " in " + where + " is " + typed(tree, setting) + "; it must be " + form)
                .orElse(setting + " in " + where + " cannot be read: " + e.getOriginalMessage()));
    }

    /** The operator's text for a setting, or its default. */
    private static String typed(ObjectNode tree, String setting) {
        JsonNode value = tree;
        for (String name : setting.split("\\.", -1)) {
            value = value.path(name);
        }
        String text = EffectiveSetting.text(value);
        return text.isBlank() ? "'" + text + "'" : text;
    }

    /**
     * One setting.
     *
     * @param path its names from the outermost group inwards, in kebab case
     * @param fallback the default as an operator would write it, empty when there is none
     */
    public record Setting(List<String> path, Class<?> type, String meaning, String fallback, boolean secret) {

        /** Its name in the file, with dots. */
        public String name() {
            return String.join(".", path);
        }

        /** Whether the setting is a group of another software's options rather than one value. */
        public boolean holdsOptions() {
            return Map.class.isAssignableFrom(type);
        }

        /**
         * Its name in the environment. For a group of options, the pattern of their names, with {@code …} for the
         * option. Empty when the setting can only be set in the file.
         */
        public Optional<String> environmentVariable() {
            if (name().equals(KAFKA)) {
                return Optional.of(KAFKA_VARIABLES + "…");
            }
            return holdsOptions() ? Optional.empty() : Optional.of(ENVIRONMENT_PREFIX + variable());
        }

        /** Name in the environment of one option in this group. */
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

    private static final class ZoneReader extends StdDeserializer<ZoneId> {

        @Serial
        private static final long serialVersionUID = 1L;

        ZoneReader() {
            super(ZoneId.class);
        }

        @Override
        public ZoneId deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText().strip();
            try {
                return ZoneId.of(text);
            } catch (DateTimeException e) {
                throw JsonMappingException.from(parser, "'" + text + "' is no time zone; write it as Europe/Warsaw");
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
