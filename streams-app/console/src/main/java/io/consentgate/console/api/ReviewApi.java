// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.QueueCounts;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.ReviewProblem;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Submission;
import io.consentgate.console.cases.VerdictDraft;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.json.ReviewJson;
import io.consentgate.policy.Language;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.rulebook.RuleBook;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes of the API. Thread-safe. */
public final class ReviewApi {

    /** Where the contract is served. */
    public static final String CONTRACT = "/api/openapi.yaml";

    private static final String V1 = "/api/v1";
    private static final int PAGE = 50;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

    /** Masked parts count as looked at only when they are requested, not when a client claims so. */
    private static final Set<CasePart> LOOKED_AT =
            EnumSet.complementOf(EnumSet.of(CasePart.CONTENT, CasePart.AMENDMENT));

    private final ReviewDesk desk;
    private final RuleBook rules;
    private final Function<Context, Reviewer> signedIn;
    /** Plans of bulk rejections by id: the server, not the client, decides when a plan was opened. */
    private final Cache<String, BulkReject.Plan> plans = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    /**
     * @param rules the gate's rules
     * @param signedIn returns the caller; used only on routes that are not open, after the check of their access
     */
    public ReviewApi(ReviewDesk desk, RuleBook rules, Function<Context, Reviewer> signedIn) {
        this.desk = desk;
        this.rules = rules;
        this.signedIn = signedIn;
    }

    /** All routes, in the order of the contract. */
    public List<ApiRoute> routes() {
        return List.of(
                route(HandlerType.GET, CONTRACT, ApiAccess.OPEN, ReviewApi::contract),
                route(HandlerType.GET, V1 + "/progress", ApiAccess.STAFF, this::progress),
                route(HandlerType.GET, V1 + "/cases", ApiAccess.STAFF, this::cases),
                route(HandlerType.GET, V1 + "/cases/{caseId}", ApiAccess.STAFF, this::openCase),
                route(HandlerType.POST, V1 + "/cases/{caseId}/looks", ApiAccess.STAFF, this::look),
                route(HandlerType.POST, V1 + "/cases/{caseId}/presence", ApiAccess.STAFF, this::present),
                route(HandlerType.POST, V1 + "/cases/{caseId}/content", ApiAccess.DECIDES, this::unmask),
                route(HandlerType.POST, V1 + "/cases/{caseId}/amendment", ApiAccess.DECIDES, this::openAmendment),
                route(HandlerType.POST, V1 + "/cases/{caseId}/claim", ApiAccess.DECIDES, this::claim),
                route(HandlerType.DELETE, V1 + "/cases/{caseId}/claim", ApiAccess.DECIDES, this::release),
                route(HandlerType.POST, V1 + "/cases/{caseId}/take-over", ApiAccess.CONFIRMS, this::takeOver),
                route(HandlerType.POST, V1 + "/cases/{caseId}/preview", ApiAccess.DECIDES, this::preview),
                route(HandlerType.POST, V1 + "/cases/{caseId}/verdicts", ApiAccess.DECIDES, this::submit),
                route(HandlerType.POST, V1 + "/cases/{caseId}/confirmations", ApiAccess.CONFIRMS, this::confirm),
                route(HandlerType.POST, V1 + "/cases/{caseId}/trail", ApiAccess.STAFF, this::caseTrail),
                route(HandlerType.POST, V1 + "/subjects/{subjectId}/trail", ApiAccess.STAFF, this::subjectTrail),
                route(HandlerType.GET, V1 + "/verdicts/{verdictId}", ApiAccess.STAFF, this::result),
                route(HandlerType.POST, V1 + "/rejection-plans", ApiAccess.DECIDES, this::planRejection),
                route(HandlerType.POST, V1 + "/rejection-plans/{planId}/rejections", ApiAccess.DECIDES, this::reject),
                route(HandlerType.GET, V1 + "/figures", ApiAccess.OVERSEES, this::figures),
                route(HandlerType.GET, V1 + "/figures/mine", ApiAccess.STAFF, this::ownFigures),
                route(HandlerType.GET, V1 + "/rules", ApiAccess.STAFF, this::rules));
    }

    /** A handler that may fail with the desk's problems, or because of the request. */
    private interface Answering {
        void answer(Context context) throws JsonProcessingException;
    }

    private static ApiRoute route(HandlerType method, String path, ApiAccess access, Answering answering) {
        return new ApiRoute(method, path, access, context -> {
            context.header("Cache-Control", "no-store");
            try {
                answering.answer(context);
            } catch (ReviewProblem problem) {
                ApiProblem.of(problem).write(context);
            } catch (JsonProcessingException e) {
                ApiProblem.badRequest("The body is not the JSON that openapi.yaml states: " + e.getOriginalMessage())
                        .write(context);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                ApiProblem.badRequest("" + e.getMessage()).write(context);
            }
        });
    }

    private static void contract(Context context) {
        context.contentType("application/yaml").result(contract());
    }

    /** The contract, OpenAPI 3.1. */
    static String contract() {
        try (InputStream in =
                Objects.requireNonNull(ReviewApi.class.getResourceAsStream("/io/consentgate/console/openapi.yaml"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void progress(Context context) throws JsonProcessingException {
        json(context, desk.progress());
    }

    private void cases(Context context) throws JsonProcessingException {
        String sort = context.queryParam("sort");
        String size = context.queryParam("size");
        json(
                context,
                desk.queue()
                        .page(
                                filter(context),
                                sort == null ? QueueSort.DEADLINE_FIRST : symbol(QueueSort.class, "sort", sort),
                                context.queryParam("cursor"),
                                size == null ? PAGE : Integer.parseInt(size)));
    }

    private static QueueFilter filter(Context context) {
        String search = context.queryParam("search");
        String states = context.queryParam("state");
        String olderThan = context.queryParam("olderThan");
        QueueFilter base = search == null ? QueueFilter.OPEN : QueueFilter.search(search);
        return base.withRule(context.queryParam("rule"))
                .withChannel(context.queryParam("channel"))
                .withCampaignId(context.queryParam("campaign"))
                .withControllerId(context.queryParam("controller"))
                .withOlderThan(olderThan == null ? null : Duration.parse(olderThan))
                .withStates(
                        states == null
                                ? base.states()
                                : Arrays.stream(states.split(",", -1))
                                        .map(state -> symbol(CaseState.class, "state", state))
                                        .collect(Collectors.toSet()));
    }

    private void openCase(Context context) throws JsonProcessingException {
        json(context, desk.files().open(signedIn.apply(context), caseId(context)));
    }

    /** @param part as {@link CasePart#word}; no masked part */
    record Look(String part) {}

    private void look(Context context) throws JsonProcessingException {
        String part = body(context, Look.class).part();
        desk.activity()
                .lookedAt(
                        signedIn.apply(context),
                        caseId(context),
                        LOOKED_AT.stream()
                                .filter(known -> known.word().equals(part))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException("part has to be one of "
                                        + LOOKED_AT.stream().map(CasePart::word).collect(Collectors.joining(", "))
                                        + ".")));
        context.status(HttpStatus.NO_CONTENT);
    }

    /** How long and how thoroughly the reviewer considered the case; all empty when the case was not opened. */
    record Considered(@Nullable Instant openedAt, long activeSeconds, List<String> looked) {}

    private void present(Context context) throws JsonProcessingException {
        Reviewer reviewer = signedIn.apply(context);
        desk.activity().present(reviewer, caseId(context));
        Optional<Activity.Consideration> consideration = desk.activity().consideration(reviewer, caseId(context));
        json(
                context,
                new Considered(
                        consideration.map(Activity.Consideration::openedAt).orElse(null),
                        consideration.map(look -> look.active().toSeconds()).orElse(0L),
                        consideration
                                .map(look -> look.looked().stream()
                                        .map(CasePart::word)
                                        .sorted()
                                        .toList())
                                .orElse(List.of())));
    }

    private void unmask(Context context) throws JsonProcessingException {
        json(context, desk.files().unmask(signedIn.apply(context), caseId(context)));
    }

    record Waiting(String verdictId) {}

    private void openAmendment(Context context) throws JsonProcessingException {
        json(
                context,
                desk.verdicts()
                        .openAmendment(
                                signedIn.apply(context),
                                caseId(context),
                                required(
                                        "verdictId",
                                        body(context, Waiting.class).verdictId())));
    }

    private void claim(Context context) throws JsonProcessingException {
        json(context, desk.claims().claim(signedIn.apply(context), caseId(context)));
    }

    private void release(Context context) {
        desk.claims().release(signedIn.apply(context), caseId(context));
        context.status(HttpStatus.NO_CONTENT);
    }

    record TakeOver(String reason) {}

    private void takeOver(Context context) throws JsonProcessingException {
        Claims.TakeOverReason reason = symbol(
                Claims.TakeOverReason.class,
                "reason",
                body(context, TakeOver.class).reason());
        json(context, desk.claims().takeOver(signedIn.apply(context), caseId(context), reason));
    }

    record Asked(
            String outcome,
            @Nullable Classification classification,
            @Nullable Boolean specialCategoryExcluded) {}

    private void preview(Context context) throws JsonProcessingException {
        Asked asked = body(context, Asked.class);
        json(
                context,
                desk.files()
                        .preview(
                                signedIn.apply(context),
                                caseId(context),
                                symbol(VerdictOutcome.class, "outcome", asked.outcome()),
                                known(asked.classification()),
                                Boolean.TRUE.equals(asked.specialCategoryExcluded())));
    }

    /**
     * A request for a verdict.
     *
     * @param amendedContent base64
     * @param waitSeconds how long to wait for the gate's answer
     */
    record Verdict(
            String digest,
            String outcome,
            String rationale,
            @Nullable Classification classification,
            @Nullable Boolean specialCategoryExcluded,
            @Nullable String explanationRef,
            @Nullable String amendedContent,
            @Nullable Integer waitSeconds) {}

    private void submit(Context context) throws JsonProcessingException {
        Verdict verdict = body(context, Verdict.class);
        String amended = verdict.amendedContent();
        VerdictDraft draft = new VerdictDraft(
                caseId(context),
                required("digest", verdict.digest()),
                symbol(VerdictOutcome.class, "outcome", verdict.outcome()),
                required("rationale", verdict.rationale()),
                known(verdict.classification()),
                verdict.specialCategoryExcluded(),
                verdict.explanationRef(),
                amended == null ? null : Base64.getDecoder().decode(amended));
        Duration patience = patience(verdict.waitSeconds());
        Reviewer reviewer = signedIn.apply(context);
        Optional<ApiProblem> unopened = unopened(reviewer, draft.caseId(), draft.outcome(), false);
        if (unopened.isPresent()) {
            unopened.get().write(context);
            return;
        }
        answer(context, desk.verdicts().submit(reviewer, draft, patience));
    }

    /**
     * Why the gate would refuse a verdict because of unopened evidence; the refusal would stay on record for good.
     * Empty when it would not refuse, and when the desk must report a missing or closed case.
     */
    private Optional<ApiProblem> unopened(
            Reviewer reviewer, String caseId, VerdictOutcome outcome, boolean confirmsAmendment) {
        if (desk.queue()
                .find(caseId)
                .filter(one -> one.state() != CaseState.CLOSED)
                .isEmpty()) {
            return Optional.empty();
        }
        Set<CasePart> opened = desk.activity()
                .consideration(reviewer, caseId)
                .map(Activity.Consideration::looked)
                .orElse(Set.of());
        Set<CasePart> unopened = CasePart.unopened(outcome, confirmsAmendment, opened);
        return opened.isEmpty() || !unopened.isEmpty()
                ? Optional.of(ApiProblem.evidenceUnopened(unopened))
                : Optional.empty();
    }

    record Confirmation(
            String verdictId, String rationale, @Nullable Integer waitSeconds) {}

    private void confirm(Context context) throws JsonProcessingException {
        Confirmation confirmation = body(context, Confirmation.class);
        String verdictId = required("verdictId", confirmation.verdictId());
        String rationale = required("rationale", confirmation.rationale());
        Duration patience = patience(confirmation.waitSeconds());
        Reviewer reviewer = signedIn.apply(context);
        // The confirming reviewer is present. Without this sign of life, a look that was paused for long would begin
        // again when the case is read.
        desk.activity().present(reviewer, caseId(context));
        PendingVerdict pending = desk.files().open(reviewer, caseId(context)).awaitingSecond();
        Optional<ApiProblem> unopened = pending == null || !pending.verdictId().equals(verdictId)
                ? Optional.empty()
                : unopened(reviewer, caseId(context), pending.outcome(), pending.amends());
        if (unopened.isPresent()) {
            unopened.get().write(context);
            return;
        }
        answer(context, desk.verdicts().confirm(reviewer, caseId(context), verdictId, rationale, patience));
    }

    /** 202 while the gate has not answered. */
    private static void answer(Context context, Submission submission) throws JsonProcessingException {
        context.status(submission.result() == null ? HttpStatus.ACCEPTED : HttpStatus.OK);
        json(context, submission);
    }

    private static Duration patience(@Nullable Integer seconds) {
        if (seconds == null) {
            return USUAL_WAIT;
        }
        if (seconds < 0 || seconds > LONGEST_WAIT.toSeconds()) {
            throw new IllegalArgumentException(
                    "waitSeconds has to lie between 0 and " + LONGEST_WAIT.toSeconds() + ".");
        }
        return Duration.ofSeconds(seconds);
    }

    private void result(Context context) throws JsonProcessingException {
        json(
                context,
                desk.verdicts()
                        .result(context.pathParam("verdictId"))
                        .orElseThrow(() -> new NoSuchCase("No verdict of that id has been answered.")));
    }

    private void caseTrail(Context context) {
        file(
                context,
                desk.auditTrail().ofCase(signedIn.apply(context), caseId(context), format(context), language(context)));
    }

    private void subjectTrail(Context context) {
        file(
                context,
                desk.auditTrail()
                        .ofSubject(
                                signedIn.apply(context),
                                context.pathParam("subjectId"),
                                format(context),
                                language(context)));
    }

    private static AuditTrail.Format format(Context context) {
        String format = context.queryParam("format");
        return format == null
                ? AuditTrail.Format.JSON
                : symbol(AuditTrail.Format.class, "format", format.toUpperCase(Locale.ROOT));
    }

    private static Locale language(Context context) {
        return "pl".equals(context.queryParam("lang")) ? Locale.forLanguageTag("pl") : Locale.ENGLISH;
    }

    private static void file(Context context, AuditTrail.AuditFile file) {
        context.header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"")
                .contentType(file.mediaType())
                .result(file.bytes());
    }

    record PlanRequest(String campaignId) {}

    record PlanMade(String planId, String campaignId, QueueCounts counts, long claimedByOthers, Instant openedAt) {}

    private void planRejection(Context context) throws JsonProcessingException {
        BulkReject.Plan plan = desk.bulkReject()
                .plan(
                        signedIn.apply(context),
                        required("campaignId", body(context, PlanRequest.class).campaignId()));
        String planId = UUID.randomUUID().toString();
        plans.put(planId, plan);
        context.status(HttpStatus.CREATED);
        json(context, new PlanMade(planId, plan.campaignId(), plan.counts(), plan.claimedByOthers(), plan.openedAt()));
    }

    record Rejection(String rationale) {}

    private void reject(Context context) throws JsonProcessingException {
        BulkReject.Plan plan = plans.getIfPresent(context.pathParam("planId"));
        if (plan == null) {
            throw new NoSuchCase("There is no such plan here, or it is older than an hour. Make a new one.");
        }
        String rationale = required("rationale", body(context, Rejection.class).rationale());
        json(context, desk.bulkReject().reject(signedIn.apply(context), plan, rationale));
    }

    private void rules(Context context) throws JsonProcessingException {
        String on = context.queryParam("on");
        String countries = required("jurisdiction", context.queryParam("jurisdiction"));
        String lang = context.queryParam("lang");
        json(
                context,
                rules.list(
                        List.of(countries.split(",", -1)),
                        on == null ? LocalDate.now(ZoneOffset.UTC) : LocalDate.parse(on),
                        "pl".equals(lang) ? Language.POLISH : Language.ENGLISH));
    }

    private void figures(Context context) throws JsonProcessingException {
        json(context, desk.figures().all(since(context)));
    }

    private void ownFigures(Context context) throws JsonProcessingException {
        json(context, desk.figures().of(signedIn.apply(context).id(), since(context)));
    }

    private static Instant since(Context context) {
        String since = context.queryParam("since");
        return since == null ? Instant.EPOCH : Instant.parse(since);
    }

    private static String caseId(Context context) {
        return context.pathParam("caseId");
    }

    private static void json(Context context, Object value) throws JsonProcessingException {
        context.contentType("application/json").result(ReviewJson.mapper().writeValueAsBytes(value));
    }

    private static <T> T body(Context context, Class<T> type) throws JsonProcessingException {
        T body = ReviewJson.mapper().readValue(context.body(), type);
        if (body == null) {
            throw new IllegalArgumentException("The body is null; it has to be an object.");
        }
        return body;
    }

    /** Jackson sets fields missing from the body to null. */
    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing.");
        }
        return value;
    }

    private static <E extends Enum<E>> E symbol(Class<E> type, String field, @Nullable String value) {
        Set<String> names =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.toSet());
        if (value == null || !names.contains(value)) {
            throw new IllegalArgumentException(
                    field + " has to be one of " + names.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return Enum.valueOf(type, value);
    }

    /** Checks that a classification uses the contract's words. */
    private static @Nullable Classification known(@Nullable Classification stated) {
        if (stated != null) {
            if (stated.purpose() != null) {
                symbol(Purpose.class, "classification.purpose", stated.purpose());
            }
            stated.effects().forEach(effect -> symbol(Effect.class, "classification.effects", effect));
            if (stated.commercialContent() != null) {
                symbol(CommercialContent.class, "classification.commercialContent", stated.commercialContent());
            }
            for (Classification.Reference shown : stated.references()) {
                required("classification.references.field", shown.field());
                required("classification.references.reference", shown.reference());
            }
        }
        return stated;
    }
}
