// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.AmendmentUnseen;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseFiles;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claim;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.Figures;
import io.consentgate.console.cases.GateSettings;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.OutcomeOption;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.QueueCounts;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueuePage;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.ReviewerFigures;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.Submission;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.Unforeseen;
import io.consentgate.console.cases.VerdictDraft;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.console.cases.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A desk with one case on it, and no log behind it: for what the web does by itself. */
final class StubDesk
        implements ReviewDesk, CaseQueue, CaseFiles, Activity, Claims, Verdicts, BulkReject, Figures, AuditTrail {

    static final String CASE = "0af3c1d2";
    static final String SUBJECT = "subject-1";
    static final String CONTENT = "Hasło: WIOSNA <script>alert(1)</script>";
    static final String AMENDMENT = "granted, <b>half</b> the amount";
    static final Instant AT = Instant.parse("2026-11-24T08:00:00Z");

    final List<String> acts = new CopyOnWriteArrayList<>();
    final List<VerdictDraft> verdicts = new CopyOnWriteArrayList<>();
    final List<Consumer<CaseChange>> listeners = new CopyOnWriteArrayList<>();
    final Set<CasePart> looked = EnumSet.noneOf(CasePart.class);
    private @Nullable Claim claim;

    /** What the gate states. */
    GateSettings settings = new GateSettings(List.of());

    /** When a campaign's rejection was planned. */
    Instant plannedAt = AT;
    /** The verdict that waits for a second reviewer. */
    @Nullable
    PendingVerdict waiting;

    /** What the gate holds of the person. */
    HeldConsent held = HeldConsent.of(HeldConsent.State.CURRENT, false);

    /** How long the reviewer has worked on the case. */
    Duration active = Duration.ofSeconds(25);

    /** Of the index. */
    Progress progress = new Progress(true, 0, false, false);

    /** Of the event; 0 for none. */
    int contentLength = CONTENT.length();

    private final AtomicLong changeNumber = new AtomicLong(1);

    void change(CaseChange.Kind kind) {
        changeNumber.incrementAndGet();
        listeners.forEach(listener -> listener.accept(new CaseChange(CASE, SUBJECT, kind)));
    }

    private CaseSummary summary() {
        return new CaseSummary(
                CASE,
                SUBJECT,
                EventKind.OUTBOUND_MESSAGE,
                "SMS",
                "spring & sale",
                "shop",
                List.of("MSG-CONSENT-WITHDRAWN"),
                Set.of(VerdictOutcome.REJECT, VerdictOutcome.RECLASSIFY, VerdictOutcome.RECHECK),
                AT,
                AT.plusSeconds(7200),
                AT.plusSeconds(86400),
                CaseState.OPEN,
                false,
                claim,
                null);
    }

    private static QueueCounts counts() {
        return new QueueCounts(
                1,
                Map.of("MSG-CONSENT-WITHDRAWN", 1L),
                Map.of("SMS", 1L),
                Map.of("spring & sale", 1L),
                Map.of("shop", 1L),
                AT,
                AT.plusSeconds(7200));
    }

    private void require(String caseId) {
        if (!caseId.equals(CASE)) {
            throw new NoSuchCase("There is no case " + caseId);
        }
    }

    @Override
    public QueuePage page(QueueFilter filter, QueueSort sort, @Nullable String cursor, int size) {
        if ("broken".equals(cursor)) {
            throw new IllegalArgumentException("no cursor of this sort");
        }
        boolean found = filter.search() == null || filter.search().equals(SUBJECT);
        return found
                ? new QueuePage(List.of(summary()), counts(), null, 1)
                : new QueuePage(
                        List.of(), new QueueCounts(0, Map.of(), Map.of(), Map.of(), Map.of(), null, null), null, 1);
    }

    @Override
    public Optional<CaseSummary> find(String caseId) {
        return caseId.equals(CASE) ? Optional.of(summary()) : Optional.empty();
    }

    @Override
    public Optional<CaseSummary> next(QueueFilter filter, Reviewer reviewer) {
        return Optional.of(summary());
    }

    @Override
    public long changeNumber() {
        return changeNumber.get();
    }

    @Override
    public Subscription onChange(Consumer<CaseChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public CaseFile open(Reviewer reviewer, String caseId) {
        require(caseId);
        acts.add("OPENED " + reviewer.id());
        return new CaseFile(
                summary(),
                "digest-1",
                "2026-11.2",
                new CaseFile.Source("outbound-messages", 0, 12, AT),
                List.of(new CaseFile.Copy(new CaseFile.Source("outbound-messages", 1, 42, AT), true)),
                CaseFile.Readability.READ,
                List.of(
                        new EventField("purpose", "CONTRACT_PERFORMANCE", EventField.Sensitivity.NONE),
                        new EventField("commercialContent", "ANCILLARY", EventField.Sensitivity.NONE),
                        new EventField("campaignId", "autumn", EventField.Sensitivity.NONE),
                        new EventField("jurisdiction", "PL", EventField.Sensitivity.NONE),
                        new EventField("contactRef", "a1b2", EventField.Sensitivity.PSEUDONYM),
                        new EventField("content", null, EventField.Sensitivity.CONTENT)),
                contentLength,
                List.of(new RuleFinding(
                        "MSG-CONSENT-WITHDRAWN",
                        "GDPR art. 7(3)",
                        "Consent was withdrawn.",
                        "Zgodę wycofano.",
                        Map.of("withdrawnAt", "2026-11-20T10:00:00Z"))),
                List.of(),
                null,
                List.of(new ConsentRecord(3L, 0, 4, AT, true, true, ConsentRecord.Availability.READ, List.of())),
                held,
                List.of(
                        new OutcomeOption(VerdictOutcome.REJECT, new Preview.Ends(), false),
                        new OutcomeOption(VerdictOutcome.RECLASSIFY, new Preview.DependsOnInput(), false),
                        new OutcomeOption(VerdictOutcome.RECHECK, new Preview.Refused(List.of()), false),
                        new OutcomeOption(VerdictOutcome.ESCALATE, new Preview.PassedOn(), false)),
                waiting,
                List.of(new TrailEntry.Quarantined(AT, "2026-11.2", List.of("MSG-CONSENT-WITHDRAWN"))));
    }

    @Override
    public HeldConsent held(String subjectId) {
        return held;
    }

    @Override
    public Content unmask(Reviewer reviewer, String caseId) {
        require(caseId);
        acts.add("UNMASKED " + reviewer.id());
        looked.add(CasePart.CONTENT);
        return new Content(CONTENT, false, false);
    }

    @Override
    public Preview preview(
            Reviewer reviewer,
            String caseId,
            VerdictOutcome outcome,
            @Nullable Classification classification,
            boolean specialCategoryExcluded) {
        require(caseId);
        return new Preview.Released(List.of(), false, Set.of(Unforeseen.RELEASED_BEFORE));
    }

    @Override
    public void lookedAt(Reviewer reviewer, String caseId, CasePart part) {
        require(caseId);
        looked.add(part);
    }

    @Override
    public void present(Reviewer reviewer, String caseId) {
        require(caseId);
    }

    @Override
    public Optional<Consideration> consideration(Reviewer reviewer, String caseId) {
        return Optional.of(new Consideration(AT, active, looked));
    }

    @Override
    public Claim claim(Reviewer reviewer, String caseId) {
        require(caseId);
        claim = new Claim(reviewer.id(), AT, AT.plusSeconds(600));
        return claim;
    }

    @Override
    public Claim takeOver(Reviewer secondReviewer, String caseId, TakeOverReason reason) {
        return claim(secondReviewer, caseId);
    }

    @Override
    public void release(Reviewer reviewer, String caseId) {
        require(caseId);
        claim = null;
    }

    @Override
    public List<CaseSummary> heldBy(Reviewer reviewer) {
        return List.of();
    }

    @Override
    public Submission submit(Reviewer reviewer, VerdictDraft draft, Duration patience) {
        verdicts.add(draft);
        return new Submission("verdict-1", draft.caseId(), null);
    }

    @Override
    public Content openAmendment(Reviewer reviewer, String caseId, String verdictId) {
        require(caseId);
        requireWaiting(verdictId);
        acts.add("AMENDMENT " + reviewer.id());
        looked.add(CasePart.AMENDMENT);
        return new Content(AMENDMENT, false, false);
    }

    private void requireWaiting(String verdictId) {
        if (waiting == null || !waiting.verdictId().equals(verdictId)) {
            throw new NoSuchCase("No verdict " + verdictId + " waits");
        }
    }

    @Override
    public Submission confirm(
            Reviewer secondReviewer, String caseId, String verdictId, String rationale, Duration patience) {
        require(caseId);
        requireWaiting(verdictId);
        if (waiting != null && waiting.amends() && !acts.contains("AMENDMENT " + secondReviewer.id())) {
            throw new AmendmentUnseen("Open it first");
        }
        return new Submission("verdict-2", caseId, null);
    }

    @Override
    public Optional<VerdictResult> result(String verdictId) {
        return Optional.empty();
    }

    @Override
    public Optional<VerdictResult> result(String verdictId, String caseId) {
        return Optional.empty();
    }

    @Override
    public Plan plan(Reviewer reviewer, String campaignId) {
        return new Plan(reviewer.id(), campaignId, counts(), 0, plannedAt);
    }

    @Override
    public Done reject(Reviewer reviewer, Plan plan, String rationale) {
        acts.add("BULK " + reviewer.id() + " " + plan.campaignId());
        return new Done(12_431, 0, AT);
    }

    @Override
    public Answers answers(Reviewer reviewer, Done done) {
        return new Answers(400, 31, 12_000);
    }

    @Override
    public List<ReviewerFigures> all(Instant since) {
        return new ArrayList<>(List.of(of("reviewer-1", since), of("reviewer-2", since)));
    }

    @Override
    public ReviewerFigures of(String reviewer, Instant since) {
        return new ReviewerFigures(reviewer, 0, 0, null, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public AuditFile ofCase(Reviewer reviewer, String caseId, Format format, Locale locale) {
        require(caseId);
        return new AuditFile("case.csv", "text/csv; charset=utf-8", new byte[] {'a'});
    }

    @Override
    public AuditFile ofSubject(Reviewer reviewer, String subjectId, Format format, Locale locale) {
        return new AuditFile("subject.csv", "text/csv; charset=utf-8", new byte[] {'a'});
    }

    @Override
    public CaseQueue queue() {
        return this;
    }

    @Override
    public CaseFiles files() {
        return this;
    }

    @Override
    public Activity activity() {
        return this;
    }

    @Override
    public Claims claims() {
        return this;
    }

    @Override
    public Verdicts verdicts() {
        return this;
    }

    @Override
    public BulkReject bulkReject() {
        return this;
    }

    @Override
    public Figures figures() {
        return this;
    }

    @Override
    public AuditTrail auditTrail() {
        return this;
    }

    @Override
    public GateSettings gateSettings() {
        return settings;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
