// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.consentgate.events.OutboundMessage;
import io.consentgate.serde.RegistryUnavailable.Kind;
import io.consentgate.serde.SchemaSource.Giving;
import io.consentgate.serde.UndecodableException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {

    private static final Schema SCHEMA = OutboundMessage.getClassSchema();
    private static final SchemaRef SEVEN = new SchemaRef.ById(7);
    private static final String REFERRING = """
            {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"R\\",\\"fields\\":[{\\"name\\":\\"e\\",\\"type\\":\\"a.E\\"}]}",
             "references": [{"name": "a.E", "subject": "e", "version": 3}]}""";

    private final FakeRegistry registry = new FakeRegistry();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void shouldAskForASchemaOnce() throws Exception {
        registry.withSchema(7, SCHEMA);
        RegistryClient client = client(Map.of());

        assertThat(client.schema(SEVEN)).isEqualTo(SCHEMA);
        assertThat(client.schema(SEVEN)).isSameAs(client.schema(SEVEN));

        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void shouldFindASchemaByGuid() throws Exception {
        UUID guid = UUID.randomUUID();
        registry.with("/schemas/guids/" + guid, 200, FakeRegistry.schemaBody(SCHEMA));

        assertThat(client(Map.of()).schema(new SchemaRef.ByGuid(guid))).isEqualTo(SCHEMA);
    }

    @Test
    void shouldTakeTheRegistrysOwnCodeAsProofThatASchemaIsUnknown() {
        RegistryClient client = client(Map.of());

        assertUnknown(client);
        assertUnknown(client);

        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void shouldTakeABareNotFoundForProofOnlyFromARegistry() {
        registry.with("/schemas/ids/7", 404, FakeRegistry.error(404));
        assertThat(unavailable(client(Map.of())).kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);

        registry.with("/schemas/types", 200, "[\"AVRO\"]");
        assertUnknown(client(Map.of()));
    }

    @Test
    void shouldNotTakeARegistryWithoutGuidsForProof() {
        registry.with("/schemas/types", 200, "[\"AVRO\"]");

        assertThatThrownBy(() -> client(Map.of()).schema(new SchemaRef.ByGuid(UUID.randomUUID())))
                .isInstanceOf(RegistryUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>not found</html>", "", "{}", "\"no\""})
    void shouldNotTakeAProxysNotFoundForProof(String page) {
        registry.with("/schemas/ids/7", 404, page);

        assertThat(unavailable(client(Map.of())).kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>please sign in</html>", "{\"status\":\"UP\"}", "{\"schema\":null}", "[]"})
    void shouldNotTakeAnotherServersPageForASchema(String page) {
        registry.with("/schemas/ids/7", 200, page);

        assertThat(unavailable(client(Map.of())).kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void shouldTryAgainAfterATroubleThatPasses(int status) throws Exception {
        registry.withSchema(7, SCHEMA).first(status, FakeRegistry.error(50001)).first(status, "<html>");

        assertThat(client(Map.of()).schema(SEVEN)).isEqualTo(SCHEMA);

        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void shouldGiveUpAfterTheConfiguredRetries() {
        registry.with("/schemas/ids/7", 503, "");

        assertThat(unavailable(client(Map.of("max.retries", "1"))).kind()).isEqualTo(Kind.UNREACHABLE);

        assertThat(registry.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void shouldCallForAnOperatorWhenRefused(int status) {
        registry.with("/schemas/ids/7", status, FakeRegistry.error(status));

        RegistryUnavailable refused = unavailable(
                client(Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "gate:sesame")));

        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused.kind().needsOperator()).isTrue();
        assertThat(refused).hasMessageContaining("localhost:" + registry.port());
        assertThat(refused.getMessage()).doesNotContain("sesame");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void shouldSendCredentials() throws Exception {
        registry.withSchema(7, SCHEMA);

        client(Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "gate:sesame"))
                .schema(SEVEN);
        client(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc"))
                .schema(SEVEN);
        client(Map.of()).schema(SEVEN);

        assertThat(registry.requests())
                .extracting(FakeRegistry.Request::authorization)
                .containsExactly("Basic Z2F0ZTpzZXNhbWU=", "Bearer abc", null);
    }

    @Test
    void shouldRefuseConfigurationThatCannotWorkWithoutQuotingSecrets() {
        assertRefused(Map.of("schema.registry.url", "http://gate:sesame@registry:8081"), "credentials");
        assertRefused(Map.of("schema.registry.url", "http://ga te:sesame@registry:8081"), "not a URL");
        assertRefused(Map.of("schema.registry.url", "registry:8081"), "http(s)://");
        assertRefused(Map.of("schema.registry.url", ""), "schema.registry.url");
        assertRefused(Map.of("basic.auth.user.info", "gate:sesame"), "USER_INFO");
        assertRefused(Map.of("basic.auth.credentials.source", "SASL_INHERIT"), "not supported");
        assertRefused(Map.of("basic.auth.credentials.source", "USER_INFO"), "basic.auth.user.info");
        assertRefused(Map.of("schema.registry.ssl.endpoint.identification.algorithm", ""), "any");
    }

    @Test
    void shouldFailOverToAnotherUrlAndStayThere() throws Exception {
        registry.withSchema(7, SCHEMA).withSchema(8, SCHEMA);
        try (FakeRegistry broken = new FakeRegistry()) {
            broken.with("/schemas/ids/7", 503, "").with("/schemas/ids/8", 503, "");
            RegistryClient client = client(Map.of("schema.registry.url", broken.url() + "/ ," + registry.url()));

            client.schema(SEVEN);
            client.schema(new SchemaRef.ById(8));

            assertThat(broken.requests()).hasSize(1);
            assertThat(registry.requests()).hasSize(2);
        }
    }

    @Test
    void shouldNotTrustAFollowerThatLags() throws Exception {
        registry.withSchema(7, SCHEMA);
        try (FakeRegistry follower = new FakeRegistry()) {
            RegistryClient client = client(Map.of("schema.registry.url", follower.url() + "," + registry.url()));

            assertThat(client.schema(SEVEN)).isEqualTo(SCHEMA);
        }
    }

    @ParameterizedTest
    @CsvSource({"503, UNREACHABLE", "401, REFUSED", "404, UNEXPECTED_ANSWER"})
    void shouldNotTakeAFollowersWordWhileTheLeaderCannotBeAsked(int status, Kind kind) throws Exception {
        registry.with("/schemas/ids/7", status, "<html>");
        try (FakeRegistry follower = new FakeRegistry()) {
            RegistryClient leaderFirst = client(Map.of("schema.registry.url", registry.url() + "," + follower.url()));
            RegistryClient leaderLast = client(Map.of("schema.registry.url", follower.url() + "," + registry.url()));

            assertThat(unavailable(leaderFirst).kind()).isEqualTo(kind);
            assertThat(unavailable(leaderLast).kind()).isEqualTo(kind);

            registry.withSchema(7, SCHEMA);
            assertThat(leaderFirst.schema(SEVEN)).isEqualTo(SCHEMA);
            assertThat(leaderLast.schema(SEVEN)).isEqualTo(SCHEMA);
        }
    }

    /** To ask it again at once would not mend that: it costs each record of a flood of invented ids some tenths of a second. */
    @Test
    void shouldNotAskAFollowerAgainAtOnceWhileTheLeaderCannotBeAsked() {
        registry.with("/schemas/ids/7", 503, "");
        try (FakeRegistry follower = new FakeRegistry()) {
            RegistryClient client = client(Map.of("schema.registry.url", registry.url() + "," + follower.url()));

            assertThat(unavailable(client).kind()).isEqualTo(Kind.UNREACHABLE);

            assertThat(registry.requests()).hasSize(1);
            assertThat(follower.requests()).hasSize(1);
        }
    }

    @Test
    void shouldNotCallForRegistrationWhileTheLeaderCannotBeAsked() {
        registry.with("/subjects/s", 503, "");
        try (FakeRegistry follower = new FakeRegistry()) {
            follower.with("/subjects/s", 404, FakeRegistry.error(40403));
            RegistryClient client = client(Map.of("schema.registry.url", registry.url() + "," + follower.url()));

            assertThat(catchThrowableOfType(RegistryUnavailable.class, () -> client.idOf("s", SCHEMA))
                            .kind())
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void shouldTakeTwoRegistriesThatAgreeForProof() {
        registry.with("/schemas/ids/7", 404, FakeRegistry.error(404)).with("/schemas/types", 200, "[\"AVRO\"]");
        try (FakeRegistry other = new FakeRegistry()) {
            assertUnknown(client(Map.of("schema.registry.url", registry.url() + "," + other.url())));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 40403})
    void shouldWantEachUrlThatDeniesToShowThatItIsARegistry(int code) {
        registry.with("/schemas/ids/7", 404, FakeRegistry.error(code)).with("/schemas/types", 200, "[\"AVRO\"]");
        try (FakeRegistry gateway = new FakeRegistry()) {
            gateway.with("/schemas/ids/7", 404, FakeRegistry.error(404));

            for (String urls : List.of(gateway.url() + "," + registry.url(), registry.url() + "," + gateway.url())) {
                RegistryUnavailable doubtful = unavailable(client(Map.of("schema.registry.url", urls)));

                assertThat(doubtful.kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
                assertThat(doubtful).hasMessageContaining("localhost:" + gateway.port());
            }
        }
    }

    @Test
    void shouldShowThatTheRegistryGivesSchemasByOneThatItGaveBefore() throws Exception {
        registry.withSchema(7, SCHEMA);
        RegistryClient client = client(Map.of());
        assertThat(client.giving()).isEqualTo(Giving.NO_ADDRESS);
        client.schema(SEVEN);

        assertThat(client.giving()).isEqualTo(Giving.EVERY_ADDRESS);

        registry.with("/schemas/ids/7", 403, FakeRegistry.error(40301));
        assertThat(client.giving()).isEqualTo(Giving.NO_ADDRESS);
    }

    @Test
    void shouldShowThatTheRegistryGivesSchemasByTheNewestOfSomeSubject() {
        registry.with("/subjects", 200, "[\"for others\",\"for us\"]")
                .with("/subjects/for%20others/versions/latest", 403, FakeRegistry.error(40301))
                .with("/subjects/for%20us/versions/latest", 200, FakeRegistry.schemaBody(SCHEMA));

        assertThat(client(Map.of()).giving()).isEqualTo(Giving.EVERY_ADDRESS);
    }

    /** It may answer that to everyone, and no schema to a user who has lost their rights. */
    @Test
    void shouldNotTakeTheListOfTypesForASchema() {
        registry.with("/schemas/types", 200, "[\"AVRO\"]").with("/subjects", 403, FakeRegistry.error(40301));

        assertThat(client(Map.of()).giving()).isEqualTo(Giving.NO_ADDRESS);
    }

    @Test
    void shouldTellWhetherEachUrlGivesSchemas() {
        registry.with("/subjects", 200, "[\"s\"]")
                .with("/subjects/s/versions/latest", 200, FakeRegistry.schemaBody(SCHEMA));
        try (FakeRegistry leader = new FakeRegistry()) {
            leader.with("/subjects", 503, "");

            for (String urls : List.of(registry.url() + "," + leader.url(), leader.url() + "," + registry.url())) {
                assertThat(client(Map.of("schema.registry.url", urls)).giving()).isEqualTo(Giving.SOME_ADDRESSES);
            }

            leader.with("/subjects", 200, "[\"s\"]")
                    .with("/subjects/s/versions/latest", 200, FakeRegistry.schemaBody(SCHEMA));
            assertThat(client(Map.of("schema.registry.url", registry.url() + "," + leader.url()))
                            .giving())
                    .isEqualTo(Giving.EVERY_ADDRESS);
        }
    }

    @Test
    void shouldNotWaitLongForARegistryThatIsSlowOrStalls() {
        registry.withSchema(7, SCHEMA);
        registry.delay(3_000);
        Map<String, String> impatient =
                Map.of("http.read.timeout.ms", "200", "http.connect.timeout.ms", "100", "max.retries", "0");
        long start = System.nanoTime();
        assertThat(unavailable(client(impatient)).kind()).isEqualTo(Kind.UNREACHABLE);

        registry.delay(0);
        registry.stallInBody();
        assertThat(unavailable(client(impatient)).kind()).isEqualTo(Kind.UNREACHABLE);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void shouldSayWhichHostCannotBeReached() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }

        RegistryUnavailable down =
                unavailable(client(Map.of("schema.registry.url", "http://localhost:" + unused, "max.retries", "0")));

        assertThat(down.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(down).hasMessageContaining("localhost:" + unused).hasMessageContaining("schema.registry.url");
    }

    @Test
    void shouldReportAnInterruptAndKeepIt() {
        Thread.currentThread().interrupt();

        assertThat(unavailable(client(Map.of())).kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Kafka Streams is not the only one to interrupt: a CLI's Ctrl-C must not wait for all retries. */
    @Test
    void shouldNotSleepThroughAnInterruptBetweenRetries() throws Exception {
        registry.with("/schemas/ids/7", 503, "");
        RegistryClient client = client(Map.of("retries.wait.ms", "60000", "retries.max.wait.ms", "60001"));
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        AtomicReference<@Nullable RegistryUnavailable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            thrown.set(unavailable(client));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("sleep")));

        thread.interrupt();
        thread.join(5_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(thrown.get()).isNotNull();
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    void shouldFollowReferences() throws Exception {
        registry.with("/schemas/ids/7", 200, """
                        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"R\\",\\"fields\\":[{\\"name\\":\\"e\\",\\"type\\":\\"a.E\\"}]}",
                         "references": [{"name": "a.E", "subject": "e b", "version": 3}]}""").with("/subjects/e%20b/versions/3?deleted=true", 200, """
                        {"schema": "{\\"type\\":\\"enum\\",\\"name\\":\\"a.E\\",\\"symbols\\":[\\"X\\"]}"}""");

        assertThat(client(Map.of()).schema(SEVEN).getField("e").schema().getEnumSymbols())
                .containsExactly("X");
    }

    @ParameterizedTest
    @ValueSource(ints = {40401, 40402})
    void shouldTakeTheRegistrysOwnCodeAsProofThatAReferenceIsUnknown(int code) {
        registry.with("/schemas/ids/7", 200, REFERRING).with("/subjects/e/versions/3", 404, FakeRegistry.error(code));

        assertUnknown(client(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | {"error_code":404,"message":"no such path"}
            404 | <html>not found</html>
            200 | {"status":"UP"}
            """)
    void shouldNotTakeAProxysAnswerForProofThatAReferenceIsUnknown(int status, String page) {
        registry.with("/schemas/ids/7", 200, REFERRING).with("/subjects/e/versions/3", status, page);

        assertThat(unavailable(client(Map.of())).kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
    }

    @Test
    void shouldNotFollowASchemaToItself() throws Exception {
        registry.with("/schemas/ids/7", 200, referring("a.R", "a.R", "s"))
                .with("/subjects/s/versions/1", 200, referring("a.R", "a.R", "s"));

        assertThat(client(Map.of()).schema(SEVEN).getFullName()).isEqualTo("a.R");

        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void shouldRefuseReferencesInACircle() {
        registry.with("/schemas/ids/7", 200, referring("a.X0", "a.X1", "s1"));
        for (int i = 1; i <= 3; i++) {
            int next = i % 3 + 1;
            registry.with("/subjects/s" + i + "/versions/1", 200, referring("a.X" + i, "a.X" + next, "s" + next));
        }

        assertThat(undecodable(client(Map.of()), 7)).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);

        assertThat(registry.requests()).hasSize(4);
    }

    @Test
    void shouldNotFollowReferencesFarDown() {
        registry.with("/schemas/ids/7", 200, referring("a.X", "a.X0", "s0"));
        for (int i = 0; i < 2_000; i++) {
            registry.with("/subjects/s" + i + "/versions/1", 200, referring("a.X" + i, "a.X" + (i + 1), "s" + (i + 1)));
        }

        assertThat(undecodable(client(Map.of()), 7)).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);

        assertThat(registry.requests()).hasSizeLessThan(30);
    }

    @Test
    void shouldNotFollowManyReferences() {
        String references = IntStream.range(0, 2_000)
                .mapToObj(i -> "{\"name\":\"a.X" + i + "\",\"subject\":\"s" + i + "\",\"version\":1}")
                .collect(Collectors.joining(","));
        registry.with("/schemas/ids/7", 200, "{\"schema\":\"\\\"int\\\"\",\"references\":[" + references + "]}");
        for (int i = 0; i < 2_000; i++) {
            registry.with("/subjects/s" + i + "/versions/1", 200, record("a.X" + i, "[]"));
        }

        assertThat(undecodable(client(Map.of()), 7)).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);

        assertThat(registry.requests()).hasSizeLessThan(200);
    }

    @Test
    void shouldFollowReferencesThatSeveralShare() throws Exception {
        registry.with("/schemas/ids/7", 200, """
                        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"R\\",\\"fields\\":[{\\"name\\":\\"l\\",\\"type\\":\\"a.L\\"},{\\"name\\":\\"r\\",\\"type\\":\\"a.R\\"}]}",
                         "references": [{"name": "a.L", "subject": "l", "version": 1}, {"name": "a.R", "subject": "r", "version": 1}]}""")
                .with("/subjects/l/versions/1", 200, """
                        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"a.L\\",\\"fields\\":[{\\"name\\":\\"e\\",\\"type\\":\\"a.E\\"}]}",
                         "references": [{"name": "a.E", "subject": "e", "version": 1}]}""")
                .with("/subjects/r/versions/1", 200, """
                        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"a.R\\",\\"fields\\":[{\\"name\\":\\"e\\",\\"type\\":\\"a.E\\"}]}",
                         "references": [{"name": "a.E", "subject": "e", "version": 1}]}""")
                .with("/subjects/e/versions/1", 200, """
                        {"schema": "{\\"type\\":\\"enum\\",\\"name\\":\\"a.E\\",\\"symbols\\":[\\"X\\"]}"}""");

        Schema schema = client(Map.of()).schema(SEVEN);

        assertThat(schema.getField("l").schema().getField("e").schema())
                .isSameAs(schema.getField("r").schema().getField("e").schema());
    }

    @Test
    void shouldGoOnWithReferencesWhereAnAttemptBrokeOff() throws Exception {
        registry.with("/schemas/ids/7", 200, REFERRING);
        RegistryClient client = client(Map.of());
        assertThat(unavailable(client).kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);

        registry.with("/subjects/e/versions/3", 200, """
                {"schema": "{\\"type\\":\\"enum\\",\\"name\\":\\"a.E\\",\\"symbols\\":[\\"X\\"]}"}""");

        assertThat(client.schema(SEVEN).getName()).isEqualTo("R");
    }

    /** A publisher's schema may be of any size up to what the registry takes; ours are of some kilobytes. */
    @Test
    void shouldRefuseALongSchema() {
        registry.with("/schemas/ids/7", 200, record("R", "[" + "              ".repeat(50_000) + "]"));

        RegistryClient client = client(Map.of());
        for (int record = 0; record < 3; record++) {
            assertThat(undecodable(client, 7)).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
        }

        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void shouldNotReadAnAnswerWithoutEnd() {
        registry.with("/schemas/ids/7", 200, "{\"schema\": \"" + "x".repeat(64 * 1024 * 1024) + "\"}");

        RegistryUnavailable unexpected = unavailable(client(Map.of()));

        assertThat(unexpected.kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
        assertThat(unexpected).hasMessageContaining("more than 4194304 bytes");
    }

    /** A record with one field of a type that another subject has. */
    private static String referring(String name, String type, String subject) {
        String body = record(name, "[{\\\"name\\\":\\\"f\\\",\\\"type\\\":[\\\"null\\\",\\\"" + type + "\\\"]}]");
        return body.substring(0, body.length() - 1) + ",\"references\":[{\"name\":\"" + type + "\",\"subject\":\""
                + subject + "\",\"version\":1}]}";
    }

    private static String record(String name, String fields) {
        return "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"" + name + "\\\",\\\"fields\\\":" + fields
                + "}\"}";
    }

    @Test
    void shouldAskAgainAfterASecondForAnIdThatSomeoneUsedTooEarly() throws Exception {
        RegistryClient client = client(Map.of());
        assertUnknown(client);

        registry.withSchema(7, SCHEMA);
        now.addAndGet(Duration.ofMillis(999).toNanos());
        assertUnknown(client);
        now.addAndGet(Duration.ofMillis(1).toNanos());

        assertThat(client.schema(SEVEN)).isEqualTo(SCHEMA);
    }

    @Test
    void shouldRefuseSchemasThatAreNotAvroAndAskForThemOnce() {
        registry.with("/schemas/ids/7", 200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}");
        registry.with("/schemas/ids/8", 200, "{\"schema\":\"{\\\"type\\\":\\\"strng\\\"}\"}");

        RegistryClient client = client(Map.of());
        for (int record = 0; record < 3; record++) {
            assertThat(undecodable(client, 7)).isEqualTo(Reason.NOT_THE_FORMAT);
            assertThat(undecodable(client, 8)).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
        }

        assertThat(registry.requests()).hasSize(2);
    }

    private RegistryClient client(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(
                Map.of("schema.registry.url", registry.url(), "retries.wait.ms", "10", "retries.max.wait.ms", "20"));
        all.putAll(properties);
        return new RegistryClient(new RegistryOptions(all), now::get);
    }

    private static void assertUnknown(RegistryClient client) {
        assertThat(undecodable(client, 7)).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    private static Reason undecodable(RegistryClient client, int id) {
        return catchThrowableOfType(UndecodableException.class, () -> client.schema(new SchemaRef.ById(id)))
                .reason();
    }

    private static RegistryUnavailable unavailable(RegistryClient client) {
        return catchThrowableOfType(RegistryUnavailable.class, () -> client.schema(SEVEN));
    }

    private void assertRefused(Map<String, String> properties, String hint) {
        assertThatThrownBy(() -> client(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(hint)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sesame"));
    }
}
