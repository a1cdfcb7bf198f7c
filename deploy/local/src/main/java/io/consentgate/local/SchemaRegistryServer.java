// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.local.SchemaCatalogue.RegisteredSchema;
import io.consentgate.local.SchemaCatalogue.SubjectVersion;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.security.BasicAuthCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry for Avro with the REST API of the Confluent Schema Registry, for tests and first steps.
 *
 * <p>It registers, looks up and checks schemas; ids survive a restart on the same folder. It refuses what it does not
 * support: schema references (422), deletion, and types other than Avro. Tests can delay its answers, make it answer
 * with errors, and restart it on the same port.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">the API</a>
 */
public final class SchemaRegistryServer implements AutoCloseable {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NORMAL = 0;

    private final SchemaCatalogue catalogue;
    private final Map<String, String> passwords;
    private final int port;
    private final AtomicLong requests = new AtomicLong();
    private volatile Duration delay = Duration.ZERO;
    private volatile int forcedStatus = NORMAL;
    private volatile Refusal refusal = Refusal.NONE;
    private @Nullable Javalin http;

    private SchemaRegistryServer(SchemaCatalogue catalogue, Map<String, String> passwords, int port) {
        this.catalogue = catalogue;
        this.passwords = Map.copyOf(passwords);
        this.port = port;
    }

    /**
     * Starts the description of a registry.
     *
     * @param dataFolder where it keeps its schemas; created when missing
     */
    public static Builder builder(Path dataFolder) {
        return new Builder(dataFolder);
    }

    /** The base URL for clients; stays the same over stop and start. */
    public String url() {
        return "http://localhost:" + port;
    }

    /** Number of requests since the registry was built. */
    public long requestCount() {
        return requests.get();
    }

    /** Delays every answer by this time, until changed. */
    public void delayAnswersBy(Duration delay) {
        this.delay = delay;
    }

    /**
     * Answers every request with this error, until changed.
     *
     * @param status an HTTP status from 400 up
     */
    public void answerWith(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("Answering with status " + status + ". Give one from 400 to 599.");
        }
        this.forcedStatus = status;
    }

    /**
     * Answers requests for this path, and for paths below it, with this error, until changed. Imitates a registry that
     * refuses one schema to a user, or lacks a path.
     *
     * @param code the error code in the answer's JSON
     */
    public void answerWith(String path, int status, int code) {
        this.refusal = new Refusal(path, status, code);
    }

    /** Ends {@link #delayAnswersBy} and {@link #answerWith}. */
    public void answerNormally() {
        this.delay = Duration.ZERO;
        this.forcedStatus = NORMAL;
        this.refusal = Refusal.NONE;
    }

    private record Refusal(String path, int status, int code) {
        static final Refusal NONE = new Refusal("", NORMAL, NORMAL);

        boolean concerns(String asked) {
            return status != NORMAL && (asked.equals(path) || asked.startsWith(path + "/"));
        }
    }

    /**
     * Starts to listen; does nothing when it already listens.
     *
     * @throws IllegalStateException when the port is in use
     */
    public synchronized void start() {
        if (http != null) {
            return;
        }
        Ports.requireFree(port, "the schema registry");
        http = Javalin.create(this::configure).start("localhost", port);
    }

    /** Stops listening: clients see a refused connection. Schemas stay. */
    public synchronized void stop() {
        Javalin stopping = http;
        if (stopping != null) {
            stopping.stop();
            http = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        RoutesConfig routes = config.routes;
        routes.before(this::countAndDisturb);
        routes.before(this::requireCredentials);
        schemaRoutes(routes);
        subjectRoutes(routes);
        settingRoutes(routes);
        routes.exception(RegistryRefusal.class, SchemaRegistryServer::answerRefusal);
        // The server was stopped during a delayed answer.
        routes.exception(
                InterruptedException.class,
                (e, context) -> answerError(context, 503, 503, "The registry is stopping."));
        // Covers unknown paths too: clients try newer paths first, and need a clean 404 to fall back.
        routes.exception(
                HttpResponseException.class,
                (e, context) -> answerError(context, e.getStatus(), e.getStatus(), String.valueOf(e.getMessage())));
    }

    private void schemaRoutes(RoutesConfig routes) {
        routes.get("/", context -> answer(context, JSON.createObjectNode()));
        routes.get(
                "/schemas/types",
                context -> answer(context, JSON.createArrayNode().add("AVRO")));
        routes.get("/schemas/ids/{id}", context -> answer(context, schemaString(context, schemaById(context))));
        routes.get(
                "/schemas/ids/{id}/schema",
                context -> answerText(context, schemaById(context).text()));
        routes.get("/schemas/ids/{id}/versions", context -> answer(context, uses(schemaById(context))));
        routes.get("/schemas/guids/{guid}", context -> answer(context, schemaString(context, schemaByGuid(context))));
        routes.get("/schemas/guids/{guid}/ids", context -> answer(context, idsByContext(schemaByGuid(context))));
    }

    private void subjectRoutes(RoutesConfig routes) {
        routes.get("/subjects", context -> answer(context, JSON.valueToTree(catalogue.subjects())));
        routes.post(
                "/subjects/{subject}",
                context -> answer(context, version(context, catalogue.lookUp(subject(context), schemaText(context)))));
        routes.get(
                "/subjects/{subject}/versions",
                context -> answer(
                        context,
                        JSON.valueToTree(catalogue.versions(subject(context)).stream()
                                .map(SubjectVersion::version)
                                .toList())));
        routes.post(
                "/subjects/{subject}/versions",
                context -> answer(
                        context, registered(context, catalogue.register(subject(context), schemaText(context)))));
        routes.get(
                "/subjects/{subject}/versions/{version}",
                context -> answer(context, version(context, versionNamedIn(context))));
        routes.get(
                "/subjects/{subject}/versions/{version}/schema",
                context -> answerText(context, versionNamedIn(context).schema().text()));
    }

    private void settingRoutes(RoutesConfig routes) {
        routes.get("/config", context -> answer(context, level("compatibilityLevel", catalogue.level())));
        routes.put("/config", context -> {
            catalogue.setLevel(levelIn(context));
            answer(context, level("compatibility", catalogue.level()));
        });
        routes.get("/config/{subject}", context -> answer(context, level("compatibilityLevel", levelOf(context))));
        routes.put("/config/{subject}", context -> {
            CompatibilityLevel level = levelIn(context);
            catalogue.setLevel(subject(context), level);
            answer(context, level("compatibility", level));
        });
        routes.post(
                "/compatibility/subjects/{subject}/versions",
                context -> answer(context, compatibility(context, catalogue.versions(subject(context)))));
        routes.post(
                "/compatibility/subjects/{subject}/versions/{version}",
                context -> answer(context, compatibility(context, versionToFollow(context))));
        routes.get("/mode", context -> answer(context, JSON.createObjectNode().put("mode", "READWRITE")));
        routes.get("/mode/{subject}", context -> {
            if (!defaultsToGlobal(context)) {
                throw RegistryRefusal.subjectHasNoMode(subject(context));
            }
            answer(context, JSON.createObjectNode().put("mode", "READWRITE"));
        });
    }

    private void countAndDisturb(Context context) throws InterruptedException {
        requests.incrementAndGet();
        Thread.sleep(delay.toMillis());
        int status = forcedStatus;
        if (status != NORMAL) {
            throw new HttpResponseException(status, "The registry was told to answer so.");
        }
        Refusal refused = refusal;
        if (refused.concerns(context.path())) {
            throw RegistryRefusal.asTold(refused.status(), refused.code());
        }
    }

    private void requireCredentials(Context context) {
        if (passwords.isEmpty()) {
            return;
        }
        BasicAuthCredentials given = context.basicAuthCredentials();
        String password = given == null ? null : passwords.get(given.getUsername());
        if (given == null || password == null || !equalInConstantTime(password, given.getPassword())) {
            context.header("WWW-Authenticate", "Basic realm=\"schema registry\"");
            throw RegistryRefusal.unauthorized();
        }
    }

    private static boolean equalInConstantTime(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String subject(Context context) {
        return context.pathParam("subject");
    }

    private RegisteredSchema schemaById(Context context) {
        String id = context.pathParam("id");
        try {
            return catalogue.schema(Integer.parseInt(id)).orElseThrow(() -> RegistryRefusal.schemaNotFound(id));
        } catch (NumberFormatException e) {
            throw RegistryRefusal.schemaNotFound(id);
        }
    }

    private RegisteredSchema schemaByGuid(Context context) {
        String guid = context.pathParam("guid");
        return catalogue.schema(guid).orElseThrow(() -> RegistryRefusal.schemaNotFound(guid));
    }

    private SubjectVersion versionNamedIn(Context context) {
        return isLatest(context)
                ? catalogue.latest(subject(context))
                : catalogue.version(subject(context), versionNumber(context));
    }

    /** The version to compare a candidate with; none when the candidate creates the subject. */
    private List<SubjectVersion> versionToFollow(Context context) {
        boolean isFirst = isLatest(context) && !catalogue.subjects().contains(subject(context));
        return isFirst ? List.of() : List.of(versionNamedIn(context));
    }

    private static boolean isLatest(Context context) {
        String version = context.pathParam("version");
        return version.equals("latest") || version.equals("-1");
    }

    private static int versionNumber(Context context) {
        String version = context.pathParam("version");
        try {
            int number = Integer.parseInt(version);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like any other text that is no version.
        }
        throw RegistryRefusal.invalidVersion(version);
    }

    private CompatibilityLevel levelOf(Context context) {
        String subject = subject(context);
        return catalogue.ownLevel(subject).orElseGet(() -> {
            if (!defaultsToGlobal(context)) {
                throw RegistryRefusal.subjectHasNoLevel(subject);
            }
            return catalogue.level();
        });
    }

    private static boolean defaultsToGlobal(Context context) {
        return Boolean.parseBoolean(context.queryParam("defaultToGlobal"));
    }

    private static CompatibilityLevel levelIn(Context context) {
        String level = text(body(context), "compatibility");
        try {
            return CompatibilityLevel.valueOf(level);
        } catch (IllegalArgumentException e) {
            throw RegistryRefusal.invalidLevel(level);
        }
    }

    private static String schemaText(Context context) {
        JsonNode body = body(context);
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw RegistryRefusal.invalidSchema("type " + type + "; this registry keeps Avro only");
        }
        if (!body.path("references").isEmpty()) {
            throw RegistryRefusal.invalidSchema("it has references, which this registry does not resolve; "
                    + "register one schema that contains the types it refers to");
        }
        return text(body, "schema");
    }

    private static JsonNode body(Context context) {
        try {
            return JSON.readTree(context.bodyAsBytes());
        } catch (IOException e) {
            throw RegistryRefusal.malformedRequest("it is not JSON");
        }
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw RegistryRefusal.malformedRequest("the field '" + field + "' is missing or not a text");
        }
        return value.textValue();
    }

    private static ObjectNode schemaString(Context context, RegisteredSchema schema) {
        ObjectNode answer = JSON.createObjectNode().put("schema", schema.text());
        if (readsNewFields(context)) {
            answer.put("guid", schema.guid());
        }
        return answer;
    }

    private static ObjectNode registered(Context context, SubjectVersion registered) {
        return readsNewFields(context)
                ? version(context, registered)
                : JSON.createObjectNode().put("id", registered.schema().id());
    }

    private static ObjectNode version(Context context, SubjectVersion version) {
        ObjectNode answer = JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.schema().id());
        if (readsNewFields(context)) {
            answer.put("guid", version.schema().guid());
        }
        return answer.put("schema", version.schema().text());
    }

    /** Clients of version 8 announce this; older ones fail on an unknown field (5.3.2 does). */
    private static boolean readsNewFields(Context context) {
        return Boolean.parseBoolean(context.header("Confluent-Accept-Unknown-Properties"));
    }

    private ArrayNode uses(RegisteredSchema schema) {
        ArrayNode answer = JSON.createArrayNode();
        for (SubjectVersion use : catalogue.usesOf(schema)) {
            answer.addObject().put("subject", use.subject()).put("version", use.version());
        }
        return answer;
    }

    private static ArrayNode idsByContext(RegisteredSchema schema) {
        ArrayNode answer = JSON.createArrayNode();
        answer.addObject().put("context", ".").put("id", schema.id());
        return answer;
    }

    private static ObjectNode level(String field, CompatibilityLevel level) {
        return JSON.createObjectNode().put(field, level.name());
    }

    private ObjectNode compatibility(Context context, List<SubjectVersion> earlier) {
        List<String> conflicts = catalogue.conflicts(subject(context), schemaText(context), earlier);
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", conflicts.isEmpty());
        if (Boolean.parseBoolean(context.queryParam("verbose"))) {
            answer.set("messages", JSON.valueToTree(conflicts));
        }
        return answer;
    }

    private static void answer(Context context, JsonNode body) {
        answerText(context, body.toString());
    }

    private static void answerText(Context context, String json) {
        context.contentType(MEDIA_TYPE).result(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void answerRefusal(RegistryRefusal refusal, Context context) {
        answerError(context, refusal.status(), refusal.code(), String.valueOf(refusal.getMessage()));
    }

    private static void answerError(Context context, int status, int code, String message) {
        context.status(status);
        answer(context, JSON.createObjectNode().put("error_code", code).put("message", message));
    }

    /** Describes a registry: by default on a free port, without authentication. */
    public static final class Builder {
        private final Path dataFolder;
        private final Map<String, String> passwords = new HashMap<>();
        private int port;

        private Builder(Path dataFolder) {
            this.dataFolder = dataFolder;
        }

        /**
         * The port.
         *
         * @param port 0, the default, for a free port
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Requires HTTP basic authentication as one of the registry's users. */
        public Builder user(String name, String password) {
            passwords.put(name, password);
            return this;
        }

        /**
         * Reads users from a file, one {@code name:password} per line; ignores empty lines and lines that begin with #.
         *
         * @throws UncheckedIOException when the file cannot be read
         */
        public Builder usersFrom(Path file) {
            try {
                for (String line : Files.readAllLines(file)) {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        addUser(line, file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Reading the registry's users from " + file, e);
            }
            return this;
        }

        private void addUser(String line, Path file) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(
                        "Reading the registry's users from " + file + ": a line is not of the form name:password.");
            }
            user(line.substring(0, colon), line.substring(colon + 1));
        }

        /**
         * Starts the registry and returns when it answers.
         *
         * @throws IllegalStateException when the port is in use
         * @throws UncheckedIOException when the data folder cannot be written or its file not be read
         */
        public SchemaRegistryServer start() {
            try {
                Files.createDirectories(dataFolder);
            } catch (IOException e) {
                throw new UncheckedIOException("Creating the registry's data folder " + dataFolder, e);
            }
            SchemaCatalogue catalogue = new SchemaCatalogue(dataFolder.resolve("schemas.json"));
            SchemaRegistryServer server =
                    new SchemaRegistryServer(catalogue, passwords, port == 0 ? Ports.free() : port);
            server.start();
            return server;
        }
    }
}
