// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Confluent Schema Registry's REST API. Thread-safe; make one per process and share it.
 *
 * <p>Several URLs are one registry. Each is tried in turn, starting with the one that answered last. A schema counts as
 * unknown only if every URL says so. While one URL does not answer, the others prove nothing, because a follower may
 * lag behind an unreachable leader. Only a registry's own JSON with its own error code proves anything; the HTTP status
 * is checked first.
 *
 * <p>A schema never changes under its id, so found schemas and unusable schemas stay cached. A missing schema is cached
 * for one second. A flood of records with a missing schema then costs one request per second. Once the schema is
 * registered, its records wait for a second at most.
 */
public final class RegistryClient implements SchemaSource {

    /** A schema and the id that the registry gave it. */
    record Registered(int id, Schema schema) {}

    /** A conclusive answer. */
    private sealed interface Answer {
        record Found(JsonNode body) implements Answer {}

        /** No URL has the schema; each URL said so itself. */
        record Missing(List<Denial> denials) implements Answer {}

        /** Some URLs do not have the schema, and one could not be asked. Asking the others again does not help. */
        record Unproven(RegistryUnavailable problem) implements Answer {}

        /** The registry understood the request and refused: an invalid or incompatible schema. */
        record Rejected(int status, String message) implements Answer {}
    }

    /** A URL's answer that it lacks the requested resource; {@code code} is its error code. */
    private record Denial(URI url, int code) {}

    private static final int SCHEMA_NOT_FOUND = 40403;
    /** No such subject, or no such version of the subject. */
    private static final Set<Integer> NO_SUCH_VERSION = Set.of(40401, 40402);

    private static final int HTTP_NOT_FOUND = 404;

    /** Limit for a response. A registry keeps each schema in a record, of 1 MiB by default. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    /**
     * Limit in characters for a schema with all its references; the contract's longest has about twenty thousand.
     * Avro's parser takes seconds for maliciously slow schemas, and its time grows faster than their length.
     */
    private static final int LONGEST_TEXT = 256 * 1024;

    private static final int MOST_REFERENCES = 100;
    private static final int DEEPEST_REFERENCE = 20;

    /**
     * Time limit for the references of one schema, well below a record's waiting time. The next attempt continues from
     * there.
     */
    private static final Duration LONGEST_FOLLOWED = Duration.ofSeconds(20);

    private static final Duration FORGET_ABSENT_AFTER = Duration.ofSeconds(1);
    /** Limit for cached unusable schemas. */
    private static final long MOST_SCHEMAS = 10_000;

    /** The registry's list may include subjects that this user may not read. */
    private static final int MOST_SUBJECTS_TRIED = 5;

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryOptions options;
    private final HttpClient http;
    private final Retry retry;
    private final Cache<SchemaRef, Schema> found =
            KeptSchemas.<Schema>of(schema -> schema).build();
    /** Unusable schemas. No later answer changes this. */
    private final Cache<SchemaRef, UndecodableException> unusable =
            Caffeine.newBuilder().maximumSize(MOST_SCHEMAS).build();

    private final Cache<SchemaRef, UndecodableException> absent;
    /** By path. A version of a subject never changes. */
    private final Cache<String, SchemaDefinition> references = Caffeine.newBuilder()
            .maximumWeight(8L * LONGEST_TEXT)
            .weigher((String path, SchemaDefinition definition) -> path.length() + definition.length())
            .build();

    private volatile int preferredUrl;
    private volatile @Nullable SchemaRef foundLast;

    /**
     * Makes a client from Confluent's property names; nothing is sent yet.
     *
     * @param properties {@code schema.registry.url}, {@code basic.auth.*}, {@code bearer.auth.*},
     *     {@code schema.registry.ssl.*}, {@code http.*.timeout.ms}, {@code max.retries}, {@code retries.*}
     * @throws org.apache.kafka.common.config.ConfigException if they make no sense
     */
    public RegistryClient(Map<String, ?> properties) {
        this(new RegistryOptions(properties), Ticker.systemTicker());
    }

    /** @param clock for expiring the cached absence of schemas */
    RegistryClient(RegistryOptions options, Ticker clock) {
        this.options = options;
        this.absent = Caffeine.newBuilder()
                .maximumSize(MOST_SCHEMAS)
                .expireAfterWrite(FORGET_ABSENT_AFTER)
                .ticker(clock)
                .build();
        // Does not follow redirects: they would carry the credentials to another host.
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout());
        options.sslContext().ifPresent(builder::sslContext);
        this.http = builder.build();
        this.retry = Retry.of(
                "schema-registry",
                RetryConfig.custom()
                        .maxAttempts(1 + options.maxRetries())
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(
                                options.firstRetry(), 2.0, 0.5, options.longestRetry()))
                        .retryOnException(e ->
                                e instanceof RegistryUnavailable u && u.kind() == RegistryUnavailable.Kind.UNREACHABLE)
                        .build());
    }

    @Override
    public Schema schema(SchemaRef ref) throws UndecodableException {
        Schema known = found.getIfPresent(ref);
        if (known != null) {
            return known;
        }
        UndecodableException reason = unusable.getIfPresent(ref);
        reason = reason == null ? absent.getIfPresent(ref) : reason;
        if (reason != null) {
            throw reason;
        }
        try {
            Schema schema = fetch(ref);
            found.put(ref, schema);
            foundLast = ref;
            return schema;
        } catch (UndecodableException e) {
            (e.reason() == UndecodableException.Reason.UNKNOWN_SCHEMA ? absent : unusable).put(ref, e);
            throw e;
        }
    }

    private Schema fetch(SchemaRef ref) throws UndecodableException {
        Answer answer = ask("GET", path(ref), null);
        if (answer instanceof Answer.Found it) {
            return parse(ref.toString(), it.body());
        }
        if (answer instanceof Answer.Missing it) {
            for (Denial denial : it.denials()) {
                if (!provesAbsence(ref, denial)) {
                    throw unexpected(denial.url(), "gave an answer of no known kind to a question for " + ref);
                }
            }
            throw unknown("" + ref);
        }
        throw unexpected("to a question for " + ref);
    }

    /** Asks each URL, because a follower's schemas say nothing about a schema that only its leader has. */
    @Override
    public Giving giving() {
        List<URI> urls = options.urls();
        long givers = urls.stream().filter(this::givesSchemas).count();
        if (givers == 0) {
            return Giving.NO_ADDRESS;
        }
        return givers == urls.size() ? Giving.EVERY_ADDRESS : Giving.SOME_ADDRESSES;
    }

    private boolean givesSchemas(URI url) {
        SchemaRef known = foundLast;
        return (known != null && gives(url, path(known)))
                || subjects(url).stream()
                        .limit(MOST_SUBJECTS_TRIED)
                        .anyMatch(subject -> gives(url, "/subjects/" + encoded(subject) + "/versions/latest"));
    }

    private boolean gives(URI url, String path) {
        return found(url, path).path("schema").isTextual();
    }

    private List<String> subjects(URI url) {
        JsonNode subjects = found(url, "/subjects?limit=" + MOST_SUBJECTS_TRIED);
        List<String> names = new ArrayList<>();
        if (subjects.isArray()) {
            subjects.forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    /** This URL's answer for the path; a missing node if there is none. */
    private JsonNode found(URI url, String path) {
        try {
            return askOne(url, "GET", path, null) instanceof Answer.Found it ? it.body() : MissingNode.getInstance();
        } catch (RegistryUnavailable e) {
            if (e.kind() == RegistryUnavailable.Kind.INTERRUPTED) {
                throw e;
            }
            return MissingNode.getInstance();
        }
    }

    private static UndecodableException unknown(String what) {
        return new UndecodableException(
                UndecodableException.Reason.UNKNOWN_SCHEMA, "the registry does not have " + what);
    }

    private static String path(SchemaRef ref) {
        if (ref instanceof SchemaRef.ById it) {
            return "/schemas/ids/" + it.id();
        }
        return "/schemas/guids/" + ((SchemaRef.ByGuid) ref).guid();
    }

    /**
     * Any server answers a bare 404 to an unknown path, for example a registry without guid support or a wrong base
     * URL. For an id, the 404 counts once the same URL has proven to be a registry.
     */
    private boolean provesAbsence(SchemaRef ref, Denial denial) {
        if (denial.code() == SCHEMA_NOT_FOUND) {
            return true;
        }
        return denial.code() == HTTP_NOT_FOUND && ref instanceof SchemaRef.ById && isRegistry(denial.url());
    }

    /** Asks only this URL: another URL's answer says nothing about it. */
    private boolean isRegistry(URI url) {
        return retry.executeSupplier(() -> askOne(url, "GET", "/schemas/types", null)) instanceof Answer.Found types
                && types.body().isArray();
    }

    private Schema parse(String what, JsonNode body) throws UndecodableException {
        // Any JSON may come with a 200, such as a proxy's health status.
        if (!body.path("schema").isTextual()) {
            throw unexpected("to a question for " + what);
        }
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new UndecodableException(
                    UndecodableException.Reason.NOT_THE_FORMAT, what + " is of type " + type + ", not AVRO");
        }
        try {
            Schema schema = new SchemaText(what).parse(SchemaDefinition.of(body));
            SchemaBudget.of(schema);
            return schema;
        } catch (Throwable e) {
            throw Untrusted.inSchema(what, e);
        }
    }

    /** The text of one schema, with those of the schemas that it refers to. */
    private final class SchemaText {

        private final String what;
        // As lenient as Avro allows: a writer's schema that the registry accepted must not lose data here.
        private final Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        private final Set<String> followed = new HashSet<>();
        private final long begun = System.nanoTime();
        private long length;

        SchemaText(String what) {
            this.what = what;
        }

        Schema parse(SchemaDefinition definition) throws UndecodableException {
            return parse(definition, 0);
        }

        private Schema parse(SchemaDefinition definition, int depth) throws UndecodableException {
            length += definition.text().length();
            if (length > LONGEST_TEXT) {
                throw beyond("has more than " + LONGEST_TEXT + " characters with what it refers to");
            }
            if (depth > DEEPEST_REFERENCE) {
                throw beyond("refers to schemas that refer to others, more than " + DEEPEST_REFERENCE + " deep");
            }
            for (SchemaDefinition.Reference reference : definition.references()) {
                follow(reference, depth + 1);
            }
            return parser.parse(definition.text());
        }

        private void follow(SchemaDefinition.Reference reference, int depth) throws UndecodableException {
            String name = reference.name();
            if (parser.getTypes().containsKey(name)) {
                return;
            }
            // Includes deleted versions: records written with them still exist.
            String path =
                    "/subjects/" + encoded(reference.subject()) + "/versions/" + reference.version() + "?deleted=true";
            // Already parsed, or part of a cycle. The parser rejects a cycle, because the name is missing.
            if (!followed.add(path)) {
                return;
            }
            if (followed.size() > MOST_REFERENCES) {
                throw beyond("refers to more than " + MOST_REFERENCES + " schemas");
            }
            parse(referenced(path, "the schema " + name + " to which " + what + " refers"), depth);
        }

        private SchemaDefinition referenced(String path, String described) throws UndecodableException {
            SchemaDefinition known = references.getIfPresent(path);
            if (known != null) {
                return known;
            }
            if (System.nanoTime() - begun > LONGEST_FOLLOWED.toNanos()) {
                throw unreachable(
                        options.urls().get(preferredUrl),
                        "took more than " + LONGEST_FOLLOWED.toSeconds() + " s for schemas to which " + what
                                + " refers",
                        null);
            }
            Answer answer = ask("GET", path, null);
            if (answer instanceof Answer.Missing missing
                    && missing.denials().stream().allMatch(denial -> NO_SUCH_VERSION.contains(denial.code()))) {
                throw unknown(described);
            }
            if (!(answer instanceof Answer.Found found)
                    || !found.body().path("schema").isTextual()) {
                throw unexpected("to a question for " + described);
            }
            SchemaDefinition definition = SchemaDefinition.of(found.body());
            references.put(path, definition);
            return definition;
        }

        private UndecodableException beyond(String how) {
            return new UndecodableException(UndecodableException.Reason.INCOMPATIBLE_SCHEMA, what + " " + how);
        }
    }

    /**
     * Registers a schema. Returns the existing id if the schema is already registered.
     *
     * @throws RegistryUnavailable if the registry could not be asked, or refused the schema as invalid or incompatible
     */
    int register(String subject, Schema schema) {
        return idFrom(
                ask("POST", "/subjects/" + encoded(subject) + "/versions", schemaBody(schema)), "register", subject);
    }

    /**
     * The id of a schema that is registered under a subject.
     *
     * @throws RegistryUnavailable if the registry could not be asked, or the schema is not registered
     */
    int idOf(String subject, Schema schema) {
        return idFrom(ask("POST", "/subjects/" + encoded(subject), schemaBody(schema)), "look up", subject);
    }

    /**
     * The latest schema of a subject.
     *
     * @throws RegistryUnavailable if the registry could not be asked, or the subject has none
     */
    Registered latest(String subject) {
        Answer answer = ask("GET", "/subjects/" + encoded(subject) + "/versions/latest", null);
        int id = idFrom(answer, "look up the latest of", subject);
        try {
            return new Registered(id, parse("the latest schema of " + subject, ((Answer.Found) answer).body()));
        } catch (UndecodableException e) {
            throw refused("" + e.getMessage());
        }
    }

    private static String schemaBody(Schema schema) {
        ObjectNode body = JSON.createObjectNode();
        return body.put("schema", schema.toString()).toString();
    }

    private int idFrom(Answer answer, String doing, String subject) {
        if (answer instanceof Answer.Found it && it.body().path("id").isInt()) {
            return it.body().path("id").asInt();
        }
        if (answer instanceof Answer.Rejected it) {
            throw refused("The registry refused to " + doing + " the schema of subject " + subject + " (" + it.status()
                    + "): " + it.message());
        }
        if (answer instanceof Answer.Missing it
                && it.denials().stream().noneMatch(denial -> denial.code() == HTTP_NOT_FOUND)) {
            throw refused("The registry does not have the schema of subject " + subject + "; register it, or set "
                    + AvroSerializer.AUTO_REGISTER + "=true");
        }
        throw unexpected("when asked to " + doing + " the schema of subject " + subject);
    }

    private static RegistryUnavailable refused(String message) {
        return new RegistryUnavailable(RegistryUnavailable.Kind.REFUSED, message, null);
    }

    private Answer ask(String method, String path, @Nullable String body) {
        Answer answer = retry.executeSupplier(() -> askEachUrl(method, path, body));
        if (answer instanceof Answer.Unproven it) {
            throw it.problem();
        }
        return answer;
    }

    private Answer askEachUrl(String method, String path, @Nullable String body) {
        List<URI> urls = options.urls();
        int first = preferredUrl;
        List<Denial> denials = new ArrayList<>();
        RegistryUnavailable problem = null;
        for (int i = 0; i < urls.size(); i++) {
            int index = (first + i) % urls.size();
            try {
                Answer answer = askOne(urls.get(index), method, path, body);
                if (!(answer instanceof Answer.Missing missing)) {
                    preferredUrl = index;
                    return answer;
                }
                denials.addAll(missing.denials());
            } catch (RegistryUnavailable e) {
                if (e.kind() == RegistryUnavailable.Kind.INTERRUPTED) {
                    throw e;
                }
                problem = e;
            }
        }
        if (problem == null) {
            return new Answer.Missing(denials);
        }
        if (denials.isEmpty()) {
            throw problem;
        }
        return new Answer.Unproven(problem);
    }

    private Answer askOne(URI base, String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", MEDIA_TYPE + ", application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        options.authorization().ifPresent(value -> request.header("Authorization", value));
        return judge(base, send(base, request.build()));
    }

    /**
     * The request's own time-out ends with the response's headers. This time-out also covers the body, which may stall
     * too.
     */
    private HttpResponse<byte[]> send(URI base, HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request, LimitedBody.of(MOST_BYTES));
        try {
            Duration longest = options.connectTimeout().plus(options.readTimeout());
            return response.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw unreachable(base, "did not answer in time", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof LimitedBody.TooLong) {
                throw unexpected(base, "answered with " + cause.getMessage());
            }
            throw unreachable(base, "cannot be reached (" + cause.getClass().getSimpleName() + ")", cause);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable(
                    RegistryUnavailable.Kind.INTERRUPTED, "Interrupted while asking " + name(base), e);
        }
    }

    private static Answer judge(URI base, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == 200) {
            JsonNode body = json(response.body());
            if (body == null) {
                throw unexpected(base, "answered 200 with something that is not JSON");
            }
            return new Answer.Found(body);
        }
        if (status == 401 || status == 403) {
            throw new RegistryUnavailable(
                    RegistryUnavailable.Kind.REFUSED,
                    name(base) + " refused the request (" + status + "): check " + RegistryOptions.BASIC_AUTH_USER_INFO
                            + ", " + RegistryOptions.BEARER_AUTH_TOKEN
                            + " or the client certificate, and the rights of that user",
                    null);
        }
        if (status == 408 || status == 429 || status >= 500) {
            throw unreachable(base, "answered " + status, null);
        }
        JsonNode body = json(response.body());
        if (body == null || !body.path("error_code").isInt()) {
            throw unexpected(base, "answered " + status + " without a registry's error code");
        }
        if (status == 404) {
            return new Answer.Missing(
                    List.of(new Denial(base, body.path("error_code").asInt())));
        }
        if (status == 409 || status == 422) {
            return new Answer.Rejected(status, body.path("message").asText());
        }
        throw unexpected(base, "answered " + status);
    }

    private static @Nullable JsonNode json(byte[] text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node.isContainerNode() ? node : null;
        } catch (IOException e) {
            return null;
        }
    }

    private RegistryUnavailable unexpected(String toWhat) {
        return unexpected(options.urls().get(preferredUrl), "gave an answer of no known kind " + toWhat);
    }

    private static RegistryUnavailable unexpected(URI base, String what) {
        return new RegistryUnavailable(
                RegistryUnavailable.Kind.UNEXPECTED_ANSWER,
                name(base) + " " + what + ": check that " + RegistryOptions.URL
                        + " is the base URL of a Confluent-compatible registry and that no proxy answers in its place",
                null);
    }

    private static RegistryUnavailable unreachable(URI base, String what, @Nullable Throwable cause) {
        return new RegistryUnavailable(
                RegistryUnavailable.Kind.UNREACHABLE,
                name(base) + " " + what + ": check that it runs and that " + RegistryOptions.URL + " is right",
                cause);
    }

    private static String name(URI base) {
        return "The schema registry at " + base.getHost() + (base.getPort() < 0 ? "" : ":" + base.getPort());
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
