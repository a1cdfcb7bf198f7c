// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String CAMPAIGN = "{\"type\":\"record\",\"name\":\"Campaign\",\"fields\":[%s]}";
    private static final String V1 = CAMPAIGN.formatted("{\"name\":\"id\",\"type\":\"string\"}");
    private static final String WITH_OPTIONAL_FIELD = CAMPAIGN.formatted("{\"name\":\"id\",\"type\":\"string\"},"
            + "{\"name\":\"audience\",\"type\":[\"null\",\"string\"],\"default\":null}");
    private static final String WITH_REQUIRED_FIELD =
            CAMPAIGN.formatted("{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"audience\",\"type\":\"string\"}");

    @TempDir
    Path folder;

    private SchemaRegistryServer registry;

    @BeforeEach
    void start() {
        registry = SchemaRegistryServer.builder(folder).start();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldGiveOneIdToTheSameSchemaUnderTwoSubjects() throws Exception {
        assertThat(register("a-value", V1).body()).isEqualTo(json("{'id':1}"));
        assertThat(register("b-value", V1.replace(":", " : ")).body()).isEqualTo(json("{'id':1}"));
        assertThat(register("b-value", WITH_OPTIONAL_FIELD).body()).isEqualTo(json("{'id':2}"));

        assertThat(get("/subjects").body()).isEqualTo(json("['a-value','b-value']"));
        assertThat(get("/subjects/b-value/versions").body()).isEqualTo(json("[1,2]"));
        assertThat(get("/schemas/ids/1/versions").body())
                .isEqualTo(json("[{'subject':'a-value','version':1},{'subject':'b-value','version':1}]"));
    }

    @Test
    void shouldAddNoVersionForASchemaThatTheSubjectHas() throws Exception {
        register("a-value", V1);
        register("a-value", WITH_OPTIONAL_FIELD);

        assertThat(register("a-value", V1).body()).isEqualTo(json("{'id':1}"));
        assertThat(get("/subjects/a-value/versions").body()).isEqualTo(json("[1,2]"));
    }

    @Test
    void shouldReturnASchemaByIdVersionAndText() throws Exception {
        register("a-value", V1);
        JsonNode asVersion = JSON.createObjectNode()
                .put("subject", "a-value")
                .put("version", 1)
                .put("id", 1)
                .put("schema", V1);

        assertThat(get("/schemas/ids/1").body())
                .isEqualTo(JSON.createObjectNode().put("schema", V1));
        assertThat(get("/schemas/ids/1/schema").body()).isEqualTo(JSON.readTree(V1));
        assertThat(get("/subjects/a-value/versions/1").body()).isEqualTo(asVersion);
        assertThat(get("/subjects/a-value/versions/latest").body()).isEqualTo(asVersion);
        assertThat(get("/subjects/a-value/versions/-1").body()).isEqualTo(asVersion);
        assertThat(get("/subjects/a-value/versions/1/schema").body()).isEqualTo(JSON.readTree(V1));
        assertThat(post("/subjects/a-value", schema(V1)).body()).isEqualTo(asVersion);
    }

    @Test
    void shouldGiveGuidsToClientsThatReadThem() throws Exception {
        String newClient = "Confluent-Accept-Unknown-Properties";
        JsonNode registered = send(request("/subjects/a-value/versions")
                        .header(newClient, "true")
                        .POST(body(schema(V1))))
                .body();
        String guid = registered.path("guid").asText();

        assertThat(guid).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(send(request("/schemas/ids/1").header(newClient, "true"))
                        .body()
                        .path("guid")
                        .asText())
                .isEqualTo(guid);
        assertThat(get("/schemas/guids/" + guid).body())
                .isEqualTo(JSON.createObjectNode().put("schema", V1));
        assertThat(get("/schemas/guids/" + guid + "/ids").body()).isEqualTo(json("[{'context':'.','id':1}]"));
        assertThat(get("/schemas/guids/00000000-0000-0000-0000-000000000000").code())
                .isEqualTo(40403);
    }

    @Test
    void shouldRefuseAnIncompatibleSchemaAndSayWhere() throws Exception {
        register("a-value", V1);

        Answer refused = register("a-value", WITH_REQUIRED_FIELD);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.body().path("message").asText())
                .contains("a-value", "BACKWARD", "READER_FIELD_MISSING_DEFAULT_VALUE", "audience");
        assertThat(get("/subjects/a-value/versions").body()).isEqualTo(json("[1]"));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,true,true",
        "BACKWARD,false,true",
        "BACKWARD_TRANSITIVE,false,true",
        "FORWARD,true,false",
        "FORWARD_TRANSITIVE,true,false",
        "FULL,false,false",
        "FULL_TRANSITIVE,false,false"
    })
    void shouldCheckByTheLevelOfTheSubject(String level, boolean mayAddRequired, boolean mayRemoveRequired)
            throws Exception {
        register("narrow-value", V1);
        register("wide-value", WITH_REQUIRED_FIELD);
        put("/config/narrow-value", "{'compatibility':'" + level + "'}");
        put("/config/wide-value", "{'compatibility':'" + level + "'}");

        assertThat(isCompatible("narrow-value", WITH_REQUIRED_FIELD)).isEqualTo(mayAddRequired);
        assertThat(isCompatible("wide-value", V1)).isEqualTo(mayRemoveRequired);
    }

    @Test
    void shouldCheckEarlierVersionsOnlyByATransitiveLevel() throws Exception {
        put("/config", "{'compatibility':'NONE'}");
        register("a-value", V1);
        register("a-value", WITH_REQUIRED_FIELD);
        String likeTheLatest = WITH_REQUIRED_FIELD.replace("\"Campaign\"", "\"Campaign\",\"doc\":\"third\"");

        put("/config", "{'compatibility':'BACKWARD_TRANSITIVE'}");
        assertThat(register("a-value", likeTheLatest).status()).isEqualTo(409);
        put("/config", "{'compatibility':'BACKWARD'}");
        assertThat(register("a-value", likeTheLatest).status()).isEqualTo(200);
    }

    @Test
    void shouldExplainACompatibilityCheckWhenAsked() throws Exception {
        register("a-value", V1);

        Answer verbose =
                post("/compatibility/subjects/a-value/versions/latest?verbose=true", schema(WITH_REQUIRED_FIELD));

        assertThat(verbose.body().path("is_compatible").asBoolean()).isFalse();
        assertThat(verbose.body().path("messages").path(0).asText()).contains("audience");
        assertThat(isCompatible("unknown-value", V1)).isTrue();
    }

    @Test
    void shouldHaveLevelsForAllAndForOneSubject() throws Exception {
        assertThat(get("/config").body()).isEqualTo(json("{'compatibilityLevel':'BACKWARD'}"));
        assertThat(get("/config/a-value").code()).isEqualTo(40408);
        assertThat(get("/config/a-value?defaultToGlobal=true").body())
                .isEqualTo(json("{'compatibilityLevel':'BACKWARD'}"));

        assertThat(put("/config/a-value", "{'compatibility':'FULL'}").body())
                .isEqualTo(json("{'compatibility':'FULL'}"));

        assertThat(get("/config/a-value").body()).isEqualTo(json("{'compatibilityLevel':'FULL'}"));
        assertThat(put("/config", "{'compatibility':'SIDEWAYS'}").code()).isEqualTo(42203);
    }

    @Test
    void shouldSayWhatItIsAndTakes() throws Exception {
        assertThat(get("/").body()).isEqualTo(json("{}"));
        assertThat(get("/schemas/types").body()).isEqualTo(json("['AVRO']"));
        assertThat(get("/mode").body()).isEqualTo(json("{'mode':'READWRITE'}"));
        assertThat(get("/mode/a-value").code()).isEqualTo(40409);
    }

    @ParameterizedTest
    @CsvSource({
        "/schemas/ids/7,404,40403",
        "/schemas/ids/seven,404,40403",
        "/subjects/unknown-value/versions,404,40401",
        "/subjects/unknown-value/versions/1,404,40401",
        "/subjects/a-value/versions/2,404,40402",
        "/subjects/a-value/versions/first,422,42202",
        "/subjects/a-value/versions/0,422,42202",
        "/associations/resources/-/a?resourceType=topic&associationType=value,404,404",
        "/no/such/path,404,404"
    })
    void shouldAnswerWhatItDoesNotHaveInJson(String path, int status, int code) throws Exception {
        register("a-value", V1);

        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("message").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'schema':'{\\'type\\':\\'strng\\'}'}|422|42201",
                "{'schema':'no json'}|422|42201",
                "{'schema':'syntax = 3','schemaType':'PROTOBUF'}|422|42201",
                "{'schema':'{}','references':[{'name':'a','subject':'b','version':1}]}|422|42201",
                "{'no':'schema'}|400|400",
                "no json|400|400"
            },
            quoteCharacter = '`')
    void shouldRefuseWhatIsNoAvroSchema(String request, int status, int code) throws Exception {
        Answer answer = post("/subjects/a-value/versions", request.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(get("/subjects").body()).isEqualTo(json("[]"));
    }

    @Test
    void shouldKeepIdsAndLevelsOverARestart() throws Exception {
        register("a-value", V1);
        register("a-value", WITH_OPTIONAL_FIELD);
        put("/config/a-value", "{'compatibility':'FULL'}");
        registry.close();

        registry = SchemaRegistryServer.builder(folder).start();

        assertThat(get("/schemas/ids/1").body())
                .isEqualTo(JSON.createObjectNode().put("schema", V1));
        assertThat(get("/subjects/a-value/versions").body()).isEqualTo(json("[1,2]"));
        assertThat(get("/config/a-value").body()).isEqualTo(json("{'compatibilityLevel':'FULL'}"));
        assertThat(register("b-value", "{\"type\":\"string\"}").body()).isEqualTo(json("{'id':3}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html, image/gif, */*; q=.2", "application/json", "application/avro"})
    void shouldAnswerInItsMediaTypeWhateverIsAccepted(String accept) throws Exception {
        HttpResponse<String> response =
                HTTP.send(request("/subjects").header("Accept", accept).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/vnd.schemaregistry.v1+json");
    }

    @Test
    void shouldLetInOnlyItsUsers() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "# the gate's own\ngate:pass:word\n\n");
        registry.close();
        registry = SchemaRegistryServer.builder(folder).usersFrom(users).start();

        assertThat(get("/subjects").status()).isEqualTo(401);
        assertThat(getAs("gate", "wrong").status()).isEqualTo(401);
        assertThat(getAs("nobody", "pass:word").status()).isEqualTo(401);
        assertThat(getAs("gate", "pass:word").status()).isEqualTo(200);
    }

    @Test
    void shouldNotShowALineOfItsUsersThatItCannotRead() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "secret-without-a-name");

        assertThatThrownBy(() -> SchemaRegistryServer.builder(folder).usersFrom(users))
                .hasMessageContaining("name:password")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldBeUnreachableWhileStoppedAndComeBackOnTheSamePort() throws Exception {
        register("a-value", V1);
        registry.stop();

        assertThatThrownBy(() -> get("/subjects")).isInstanceOf(ConnectException.class);

        registry.start();
        assertThat(get("/schemas/ids/1").status()).isEqualTo(200);
    }

    @Test
    void shouldFailForOnePathAsTold() throws Exception {
        register("a-value", V1);
        register("b-value", WITH_OPTIONAL_FIELD);
        registry.answerWith("/schemas/ids/1", 403, 40301);

        assertThat(get("/schemas/ids/1").status()).isEqualTo(403);
        assertThat(get("/schemas/ids/1").body().path("error_code").asInt()).isEqualTo(40301);
        assertThat(get("/schemas/ids/1/schema").status()).isEqualTo(403);
        assertThat(get("/schemas/ids/2").status()).isEqualTo(200);
        assertThat(get("/schemas/ids/10").status()).isEqualTo(404);

        registry.answerNormally();
        assertThat(get("/schemas/ids/1").status()).isEqualTo(200);
    }

    @Test
    void shouldFailAndDelayAsTold() throws Exception {
        registry.answerWith(503);
        Answer unavailable = get("/subjects");
        registry.answerNormally();
        registry.delayAnswersBy(Duration.ofSeconds(20));
        HttpRequest impatient =
                request("/subjects").timeout(Duration.ofMillis(200)).build();

        assertThat(unavailable.status()).isEqualTo(503);
        assertThatThrownBy(() -> HTTP.send(impatient, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);

        registry.answerNormally();
        assertThat(get("/subjects").status()).isEqualTo(200);
        assertThat(registry.requestCount()).isEqualTo(3);
    }

    private Answer register(String subject, String schema) throws Exception {
        return post("/subjects/" + subject + "/versions", schema(schema));
    }

    private boolean isCompatible(String subject, String schema) throws Exception {
        return post("/compatibility/subjects/" + subject + "/versions/latest", schema(schema))
                .body()
                .path("is_compatible")
                .asBoolean();
    }

    private Answer get(String path) throws Exception {
        return send(request(path));
    }

    private Answer getAs(String user, String password) throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return send(request("/subjects").header("Authorization", "Basic " + credentials));
    }

    private Answer post(String path, String body) throws Exception {
        return send(request(path).POST(body(body)));
    }

    private Answer put(String path, String body) throws Exception {
        return send(request(path).PUT(body(body.replace('\'', '"'))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(registry.url() + path));
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private static Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static String schema(String text) {
        return JSON.createObjectNode().put("schema", text).toString();
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private record Answer(int status, JsonNode body) {
        int code() {
            return body.path("error_code").asInt();
        }
    }
}
