// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.AmendmentUnseen;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.CaseClosed;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseFiles;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claim;
import io.consentgate.console.cases.ClaimHeld;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.Figures;
import io.consentgate.console.cases.GateSettings;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.LogUnavailable;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.NotAllowed;
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
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.rulebook.Examples;
import io.consentgate.rulebook.RuleBook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A desk with one case on it, {@code c-1}, that answers always the same and remembers what it was asked. */
public final class CannedDesk implements ReviewDesk {

    /** As the settings come. */
    public static final RuleBook RULES = new RuleBook(Policy.standard(PolicyOptions.defaults()), Examples.shipped());

    public static final Instant AT = Instant.parse("2026-11-24T08:00:00Z");
    public static final RuleFinding WITHDRAWN = new RuleFinding(
            "MSG-CONSENT-WITHDRAWN",
            "GDPR art. 7(3)",
            "Consent was withdrawn.",
            "Zgodę wycofano.",
            Map.of("status", "WITHDRAWN"));

    public final List<Object> asked = new ArrayList<>();

    /** What the reviewer has opened; null when not even the case. */
    @Nullable
    Set<CasePart> opened = EnumSet.of(CasePart.EVENT, CasePart.CONSENT, CasePart.CONTENT, CasePart.AMENDMENT);

    /** What the gate answers to the next verdict; null when it does not answer in time. */
    public @Nullable VerdictResult answer = new VerdictResult(
            "v-1", VerdictResult.Kind.APPLIED, VerdictOutcome.REJECT, List.of(), false, null, false, AT);

    public Content content = new Content("the text", false, false);

    public static CaseSummary summary() {
        return new CaseSummary(
                "c-1",
                "s-1",
                EventKind.OUTBOUND_MESSAGE,
                "SMS",
                "spring",
                "acme",
                List.of("MSG-CONSENT-WITHDRAWN"),
                Set.of(VerdictOutcome.REJECT, VerdictOutcome.RECHECK),
                AT,
                AT.plusSeconds(3600),
                AT.plus(Duration.ofDays(30)),
                CaseState.OPEN,
                false,
                new Claim("anna", AT, AT.plusSeconds(600)),
                null);
    }

    private static QueueCounts counts() {
        return new QueueCounts(
                1,
                Map.of("MSG-CONSENT-WITHDRAWN", 1L),
                Map.of("SMS", 1L),
                Map.of("spring", 1L),
                Map.of("acme", 1L),
                AT,
                AT.plusSeconds(3600));
    }

    private static final HeldConsent HELD = new HeldConsent(
            HeldConsent.State.IN_DOUBT,
            2L,
            false,
            HeldConsent.Doubt.UNKNOWN_FIELDS,
            List.of("consents.expires_at"),
            List.of(),
            List.of(new HeldConsent.KeptAct(
                    HeldConsent.KeptAct.Kind.WITHDRAWAL,
                    1,
                    List.of(new EventField("contactRef", null, EventField.Sensitivity.CONTACT_IN_CLEAR)),
                    true)),
            AT);

    static CaseFile file() {
        ConsentRecord seen = new ConsentRecord(
                2L,
                0,
                17,
                AT,
                true,
                true,
                ConsentRecord.Availability.READ,
                List.of(new ConsentRecord.Entry(
                        ConsentRecord.Entry.Kind.CONSENT,
                        List.of(new EventField("status", "WITHDRAWN", EventField.Sensitivity.NONE)),
                        true)));
        return new CaseFile(
                summary(),
                "digest",
                "2026-11.3",
                new CaseFile.Source("outbound-messages", 0, 5, AT),
                List.of(new CaseFile.Copy(new CaseFile.Source("outbound-messages", 1, 35, AT), true)),
                CaseFile.Readability.READ,
                List.of(
                        new EventField("purpose", "DIRECT_MARKETING", EventField.Sensitivity.NONE),
                        new EventField("content", null, EventField.Sensitivity.CONTENT)),
                20,
                List.of(WITHDRAWN),
                List.of(),
                seen,
                List.of(seen),
                HELD,
                List.of(
                        new OutcomeOption(VerdictOutcome.REJECT, new Preview.Ends(), false),
                        new OutcomeOption(VerdictOutcome.RECHECK, new Preview.Refused(List.of(WITHDRAWN)), false)),
                new PendingVerdict(
                        "v-0",
                        "bartek",
                        "reviewer",
                        VerdictOutcome.RECLASSIFY,
                        "Looks fine.",
                        Classification.of("SERVICE_NOTICE", List.of(), "contract/1"),
                        null,
                        null,
                        4,
                        AT,
                        AT,
                        40,
                        List.of("event", "content")),
                List.of(new TrailEntry.Quarantined(AT, "2026-11.3", List.of("MSG-CONSENT-WITHDRAWN"))));
    }

    private static void require(String caseId) {
        switch (caseId) {
            case "c-1" -> {}
            case "held" -> throw new ClaimHeld("held", new Claim("bartek", AT, AT.plusSeconds(600)));
            case "closed" -> throw new CaseClosed("Case closed has ended.");
            case "forbidden" -> throw new NotAllowed("Not yours.");
            case "down" -> throw new LogUnavailable("The brokers do not answer.");
            case "unseen" -> throw new AmendmentUnseen("Open what would replace the content.");
            default -> throw new NoSuchCase("There is no case " + caseId + ".");
        }
    }

    @Override
    public CaseQueue queue() {
        return new CaseQueue() {
            @Override
            public QueuePage page(QueueFilter filter, QueueSort sort, @Nullable String cursor, int size) {
                asked.add(filter);
                return new QueuePage(List.of(summary()), counts(), null, 7);
            }

            @Override
            public Optional<CaseSummary> find(String caseId) {
                return caseId.equals("c-1") ? Optional.of(summary()) : Optional.empty();
            }

            @Override
            public Optional<CaseSummary> next(QueueFilter filter, Reviewer reviewer) {
                return Optional.of(summary());
            }

            @Override
            public long changeNumber() {
                return 7;
            }

            @Override
            public Subscription onChange(Consumer<CaseChange> listener) {
                return () -> {};
            }
        };
    }

    @Override
    public CaseFiles files() {
        return new CaseFiles() {
            @Override
            public CaseFile open(Reviewer reviewer, String caseId) {
                require(caseId);
                return file();
            }

            @Override
            public HeldConsent held(String subjectId) {
                return HELD;
            }

            @Override
            public Content unmask(Reviewer reviewer, String caseId) {
                require(caseId);
                return content;
            }

            @Override
            public Preview preview(
                    Reviewer reviewer,
                    String caseId,
                    VerdictOutcome outcome,
                    @Nullable Classification classification,
                    boolean specialCategoryExcluded) {
                require(caseId);
                asked.add(outcome);
                return new Preview.Released(List.of(), true, Set.of(Unforeseen.CONTACTS));
            }
        };
    }

    @Override
    public Activity activity() {
        return new Activity() {
            @Override
            public void lookedAt(Reviewer reviewer, String caseId, CasePart part) {
                require(caseId);
                asked.add(part);
            }

            @Override
            public void present(Reviewer reviewer, String caseId) {
                require(caseId);
            }

            @Override
            public Optional<Consideration> consideration(Reviewer reviewer, String caseId) {
                return Optional.ofNullable(opened).map(looked -> new Consideration(AT, Duration.ofSeconds(40), looked));
            }
        };
    }

    @Override
    public Claims claims() {
        return new Claims() {
            @Override
            public Claim claim(Reviewer reviewer, String caseId) {
                require(caseId);
                return new Claim(reviewer.id(), AT, AT.plus(LEASE));
            }

            @Override
            public Claim takeOver(Reviewer secondReviewer, String caseId, TakeOverReason reason) {
                require(caseId);
                asked.add(reason);
                return new Claim(secondReviewer.id(), AT, AT.plus(LEASE));
            }

            @Override
            public void release(Reviewer reviewer, String caseId) {
                require(caseId);
            }

            @Override
            public List<CaseSummary> heldBy(Reviewer reviewer) {
                return List.of(summary());
            }
        };
    }

    @Override
    public Verdicts verdicts() {
        return new Verdicts() {
            @Override
            public Submission submit(Reviewer reviewer, VerdictDraft draft, Duration patience) {
                require(draft.caseId());
                asked.add(draft);
                return new Submission("v-1", draft.caseId(), answer);
            }

            @Override
            public Content openAmendment(Reviewer reviewer, String caseId, String verdictId) {
                require(caseId);
                asked.add("amendment of " + verdictId);
                return new Content("half", false, false);
            }

            @Override
            public Submission confirm(
                    Reviewer secondReviewer, String caseId, String verdictId, String rationale, Duration patience) {
                require(caseId);
                return new Submission("v-2", caseId, answer);
            }

            @Override
            public Optional<VerdictResult> result(String verdictId) {
                return verdictId.equals("v-1") ? Optional.ofNullable(answer) : Optional.empty();
            }

            @Override
            public Optional<VerdictResult> result(String verdictId, String caseId) {
                return result(verdictId);
            }
        };
    }

    @Override
    public BulkReject bulkReject() {
        return new BulkReject() {
            @Override
            public Plan plan(Reviewer reviewer, String campaignId) {
                return new Plan(reviewer.id(), campaignId, counts(), 0, AT);
            }

            @Override
            public Done reject(Reviewer reviewer, Plan plan, String rationale) {
                asked.add(plan);
                return new Done(1, 0, AT);
            }

            @Override
            public Answers answers(Reviewer reviewer, Done done) {
                return new Answers(1, 0, 0);
            }
        };
    }

    @Override
    public Figures figures() {
        return new Figures() {
            @Override
            public List<ReviewerFigures> all(Instant since) {
                return List.of(of("anna", since));
            }

            @Override
            public ReviewerFigures of(String reviewer, Instant since) {
                return new ReviewerFigures(reviewer, 3, 0, Duration.ofSeconds(45), 1, 2, 1, 1, 0, 0, 0);
            }
        };
    }

    @Override
    public AuditTrail auditTrail() {
        return new AuditTrail() {
            @Override
            public AuditFile ofCase(Reviewer reviewer, String caseId, Format format, Locale locale) {
                require(caseId);
                asked.add(format);
                return new AuditFile("audit.json", "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public AuditFile ofSubject(Reviewer reviewer, String subjectId, Format format, Locale locale) {
                return ofCase(reviewer, "c-1", format, locale);
            }
        };
    }

    @Override
    public GateSettings gateSettings() {
        return new GateSettings(List.of());
    }

    @Override
    public Progress progress() {
        return new Progress(true, 0, false, false);
    }

    @Override
    public void close() {}
}
