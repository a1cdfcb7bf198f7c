// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.VerdictDraft;
import io.consentgate.console.cases.VerdictOutcome;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The API against its contract: what the file states is served, and what is served is stated. */
class ReviewApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch");
    private static final Map<String, String> BODIES = Map.of(
            "look", "{\"part\":\"consent\"}",
            "takeOver", "{\"reason\":\"HOLDER_ABSENT\"}",
            "preview", "{\"outcome\":\"RECHECK\"}",
            "submit", "{\"digest\":\"digest\",\"outcome\":\"REJECT\",\"rationale\":\"No consent.\"}",
            "openAmendment", "{\"verdictId\":\"v-0\"}",
            "confirm", "{\"verdictId\":\"v-0\",\"rationale\":\"I agree.\"}",
            "planRejection", "{\"campaignId\":\"spring\"}",
            "reject", "{\"rationale\":\"No consents.\"}");

    private static final Map<String, String> QUERIES = Map.of("rules", "?jurisdiction=PL");

    private static final CannedDesk desk = new CannedDesk();
    private static final List<ApiRoute> routes = new ReviewApi(
                    desk, CannedDesk.RULES, context -> new Reviewer("anna", Set.of(Role.SECOND_REVIEWER)))
            .routes();
    private static JsonNode contract;
    private static Javalin http;

    @BeforeAll
    static void start() throws Exception {
        contract = new YAMLMapper().readTree(ReviewApi.contract());
        http = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    routes.forEach(
                            route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
                })
                .start("127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        http.stop();
    }

    @BeforeEach
    void forget() {
        desk.asked.clear();
        desk.opened = EnumSet.of(CasePart.EVENT, CasePart.CONSENT, CasePart.CONTENT, CasePart.AMENDMENT);
    }

    /** An operation of the contract. */
    record Operation(String method, String path, JsonNode stated) {
        String id() {
            return stated.path("operationId").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> operations() throws Exception {
        List<Operation> operations = new ArrayList<>();
        new YAMLMapper()
                .readTree(ReviewApi.contract())
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                    }
                }));
        return operations;
    }

    @Test
    void shouldStateEveryRoute() throws Exception {
        assertThat(operations())
                .extracting(Operation::toString)
                .containsExactlyElementsOf(routes.stream()
                        .map(route -> route.method() + " " + route.path())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void shouldAnswerAsStated(Operation operation) throws Exception {
        String path = operation
                .path()
                .replace("{caseId}", "c-1")
                .replace("{subjectId}", "s-1")
                .replace("{verdictId}", "v-1");
        if (path.contains("{planId}")) {
            String plan = send("POST", "/api/v1/rejection-plans", BODIES.get("planRejection"))
                    .body();
            path = path.replace("{planId}", JSON.readTree(plan).path("planId").asText());
        }

        HttpResponse<String> answer =
                send(operation.method(), path + QUERIES.getOrDefault(operation.id(), ""), BODIES.get(operation.id()));

        JsonNode stated = resolved(operation.stated().path("responses").path(String.valueOf(answer.statusCode())));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        assertThat(stated.isMissingNode())
                .as("%s is stated", answer.statusCode())
                .isFalse();
        JsonNode schema = stated.path("content").path("application/json").path("schema");
        if (!schema.isMissingNode()) {
            requireShape(operation.toString(), resolved(schema), JSON.readTree(answer.body()));
        }
    }

    /** Every field is stated, and every stated one that is required is there; all the way down. */
    private static void requireShape(String where, JsonNode schema, JsonNode value) {
        if (value.isNull()) {
            assertThat(schema.toString()).as("%s may be null", where).contains("null");
            return;
        }
        if (schema.has("oneOf")) {
            requireShape(where, resolved(schema.path("oneOf").path(0)), value);
        } else if (value.isArray()) {
            value.forEach(item -> requireShape(where + "[]", resolved(schema.path("items")), item));
        } else if (value.isObject() && schema.has("properties")) {
            List<String> required = new ArrayList<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            assertThat(value.fieldNames())
                    .toIterable()
                    .as("%s has what is required", where)
                    .containsAll(required);
            if (!where.endsWith("trail[]")) {
                value.properties().forEach(field -> {
                    assertThat(schema.path("properties").has(field.getKey()))
                            .as("%s.%s is stated", where, field.getKey())
                            .isTrue();
                    requireShape(
                            where + "." + field.getKey(),
                            resolved(schema.path("properties").path(field.getKey())),
                            field.getValue());
                });
            }
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? contract.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                                .method(
                                        method,
                                        body == null
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "held, 409, claim-held",
        "closed, 409, case-closed",
        "unseen, 409, amendment-unseen",
        "forbidden, 403, forbidden",
        "down, 503, log-unavailable",
        "none, 404, no-such-case"
    })
    void shouldSayWhatCannotBeDone(String caseId, int status, String title) throws Exception {
        HttpResponse<String> answer = send("POST", "/api/v1/cases/" + caseId + "/claim", null);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("title").asText()).isEqualTo(title);
        assertThat(problem.path("detail").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/cases/c-1/verdicts | {\"digest\":\"d\",\"outcome\":\"RELEASE\",\"rationale\":\"r\"} | outcome has to be one of",
                "/api/v1/cases/c-1/verdicts | {\"outcome\":\"REJECT\",\"rationale\":\"r\"} | digest is missing",
                "/api/v1/cases/c-1/verdicts | {\"digest\":\"d\",\"outcome\":\"REJECT\",\"rational\":\"r\"} | rational",
                "/api/v1/cases/c-1/verdicts | {\"digest\":\"d\",\"outcome\":\"REJECT\",\"rationale\":\"r\",\"waitSeconds\":99} | waitSeconds",
                "/api/v1/cases/c-1/verdicts | not json | JSON",
                "/api/v1/cases/c-1/looks | {\"part\":\"nothing\"} | part has to be one of",
                "/api/v1/cases/c-1/preview | {\"outcome\":\"RECLASSIFY\",\"classification\":{\"purpose\":\"FUN\"}} | classification.purpose",
                "/api/v1/cases/c-1/preview | {\"outcome\":\"RECLASSIFY\",\"classification\":{\"commercialContent\":\"SOME\"}} | classification.commercialContent",
                "/api/v1/cases/c-1/preview | {\"outcome\":\"RECLASSIFY\",\"classification\":{\"references\":[{\"field\":\"inCampaign\"}]}} | classification.references.reference",
            })
    void shouldSayWhatIsWrongWithABody(String path, String body, String reason) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(reason);
        assertThat(desk.asked).isEmpty();
    }

    @Test
    void shouldRefuseAQueryThatMakesNoSense() throws Exception {
        for (String query : List.of("state=SLEEPING", "sort=BEST", "size=many", "olderThan=yesterday")) {
            assertThat(send("GET", "/api/v1/cases?" + query, null).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldListTheRulesOfACountryOnADayInALanguage() throws Exception {
        JsonNode rules = JSON.readTree(send("GET", "/api/v1/rules?jurisdiction=PL,DE&on=2024-06-01&lang=pl", null)
                .body());

        assertThat(rules.at("/on").asText()).isEqualTo("2024-06-01");
        assertThat(rules.at("/jurisdictions/0/country").asText()).isEqualTo("Polska");
        assertThat(rules.at("/jurisdictions/0/rules/0/question").asText()).startsWith("Czy ");
        assertThat(rules.at("/jurisdictions/0/rules/0/citations/0/text").asText())
                .contains("Prawa telekomunikacyjnego");
        assertThat(rules.at("/jurisdictions/1/law").asText()).isEqualTo("EU-STRICT");
        assertThat(rules.at("/onVerdicts/0/does").asText()).isEqualTo("REFUSES");
        for (String query : List.of("", "?jurisdiction=US", "?jurisdiction=PL&on=yesterday")) {
            assertThat(send("GET", "/api/v1/rules" + query, null).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldHandOnWhatIsAsked() throws Exception {
        send("GET", "/api/v1/cases?rule=MSG-OBJECTION&channel=SMS&campaign=x&olderThan=PT1H&state=CLOSED", null);
        send(
                "POST",
                "/api/v1/cases/c-1/verdicts",
                "{\"digest\":\"d\",\"outcome\":\"RECLASSIFY\",\"rationale\":\"It is a bill.\",\"classification\":"
                        + "{\"purpose\":\"CONTRACT_PERFORMANCE\",\"basisRef\":\"contract-7\"}}");
        send("POST", "/api/v1/cases/c-1/looks", "{\"part\":\"consent-history\"}");
        send("POST", "/api/v1/cases/c-1/take-over", "{\"reason\":\"ESCALATED\"}");
        send("POST", "/api/v1/cases/c-1/trail?format=html&lang=pl", null);

        assertThat(desk.asked)
                .containsExactly(
                        QueueFilter.OPEN
                                .withRule("MSG-OBJECTION")
                                .withChannel("SMS")
                                .withCampaignId("x")
                                .withOlderThan(Duration.ofHours(1))
                                .withStates(Set.of(CaseState.CLOSED)),
                        new VerdictDraft(
                                "c-1",
                                "d",
                                VerdictOutcome.RECLASSIFY,
                                "It is a bill.",
                                Classification.of("CONTRACT_PERFORMANCE", List.of(), "contract-7"),
                                null,
                                null,
                                null),
                        CasePart.CONSENT_HISTORY,
                        Claims.TakeOverReason.ESCALATED,
                        AuditTrail.Format.HTML);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RECHECK | event content | consent",
                "RECLASSIFY | event consent | content",
                "DECIDE_AMEND | event consent | content",
                "REJECT | '' | any part of it",
            })
    void shouldPublishNoVerdictWhoseEvidenceWasNotOpened(String outcome, String opened, String named) throws Exception {
        desk.opened = parts(opened);

        HttpResponse<String> answer = send(
                "POST",
                "/api/v1/cases/c-1/verdicts",
                "{\"digest\":\"d\",\"outcome\":\"" + outcome + "\",\"rationale\":\"r\"}");

        requireEvidenceUnopened(answer, named);
    }

    @Test
    void shouldPublishNoConfirmationWhoseEvidenceWasNotOpened() throws Exception {
        desk.opened = parts("event");
        requireEvidenceUnopened(
                send("POST", "/api/v1/cases/c-1/confirmations", BODIES.get("confirm")), "content, amendment");

        desk.opened = parts("content");
        requireEvidenceUnopened(send("POST", "/api/v1/cases/c-1/confirmations", BODIES.get("confirm")), "amendment");
    }

    private static void requireEvidenceUnopened(HttpResponse<String> answer, String named) throws Exception {
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(problem.path("title").asText()).isEqualTo("evidence-unopened");
        assertThat(problem.path("detail").asText()).contains(named + ".");
        assertThat(desk.asked).isEmpty();
    }

    /** By their words; null for none, since then the case itself was not opened. */
    private static @Nullable Set<CasePart> parts(String words) {
        return words.isEmpty()
                ? null
                : Arrays.stream(words.split(" ", -1))
                        .map(word -> CasePart.of(word).orElseThrow())
                        .collect(Collectors.toSet());
    }

    /** What is masked has not to be opened for a verdict that cannot be given any more. */
    @ParameterizedTest
    @CsvSource({"closed, case-closed", "none, no-such-case"})
    void shouldAskForNoEvidenceWhereNothingCanBeDecided(String caseId, String title) throws Exception {
        desk.opened = null;

        HttpResponse<String> answer = send("POST", "/api/v1/cases/" + caseId + "/verdicts", BODIES.get("submit"));

        assertThat(JSON.readTree(answer.body()).path("title").asText()).isEqualTo(title);
    }

    @Test
    void shouldTakeABulkRejectionOnlyByAPlanOfItsOwn() throws Exception {
        assertThat(send("POST", "/api/v1/rejection-plans/made-up/rejections", "{\"rationale\":\"r\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(desk.asked).noneMatch(BulkReject.Plan.class::isInstance);
    }
}
