// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.AmendmentUnseen;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.NotAllowed;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.Submission;
import io.consentgate.console.cases.VerdictDraft;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.console.cases.Verdicts;
import io.consentgate.events.Outcome;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.TrueClassification;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Verdicts through the log, with the measured time and evidence of the reviewer. */
final class LoggedVerdicts implements Verdicts {

    private static final long MOST_SEEN = 10_000;

    private final LogWriter log;
    private final String topic;
    private final Cases cases;
    private final LoggedCaseFiles files;
    private final LoggedClaims claims;
    private final ActRecorder acts;
    private final MeasuredActivity activity;
    private final Trails trails;
    private final LogFollower follower;
    private final Clock clock;

    /**
     * By verdict, since another verdict may be pending at the time of confirmation. After a restart of the console, the
     * reviewer must open the amendment again.
     */
    private final Cache<Seen, Boolean> amendmentsSeen =
            Caffeine.newBuilder().maximumSize(MOST_SEEN).build();

    private record Seen(String reviewer, String verdictId) {}

    LoggedVerdicts(
            LogWriter log,
            String topic,
            Cases cases,
            LoggedCaseFiles files,
            LoggedClaims claims,
            ActRecorder acts,
            MeasuredActivity activity,
            Trails trails,
            LogFollower follower,
            Clock clock) {
        this.log = log;
        this.topic = topic;
        this.cases = cases;
        this.files = files;
        this.claims = claims;
        this.acts = acts;
        this.activity = activity;
        this.trails = trails;
        this.follower = follower;
        this.clock = clock;
    }

    @Override
    public Submission submit(Reviewer reviewer, VerdictDraft draft, Duration patience) {
        LoggedClaims.requireDecider(reviewer);
        CaseSummary summary = cases.open(draft.caseId()).summary();
        claims.claim(reviewer, draft.caseId());
        ReviewVerdict verdict = new ReviewVerdict();
        verdict.setReviewer(reviewer.id());
        verdict.setCaseDigest(draft.digest());
        verdict.setOutcome(Outcome.valueOf(draft.outcome().name()));
        Classification truth = draft.classification();
        verdict.setTrueClassification(truth == null ? null : Classifications.published(truth));
        verdict.setSpecialCategoryExcluded(draft.specialCategoryExcluded());
        verdict.setExplanationRef(draft.explanationRef());
        byte[] amended = draft.amendedContent();
        verdict.setAmendedContent(amended == null ? null : ByteBuffer.wrap(amended));
        return publish(verdict, summary, reviewer, draft.rationale(), patience);
    }

    @Override
    public Submission confirm(
            Reviewer secondReviewer, String caseId, String verdictId, String rationale, Duration patience) {
        if (!secondReviewer.has(Role.SECOND_REVIEWER)) {
            throw new NotAllowed("Only a second reviewer confirms a verdict.");
        }
        CaseRows.Row row = cases.open(caseId);
        ReviewVerdict first = waiting(row, verdictId);
        if (first.getReviewer().equals(secondReviewer.id())) {
            throw new NotAllowed("Nobody confirms a verdict of their own.");
        }
        if (first.getAmendedContent() != null
                && amendmentsSeen.getIfPresent(new Seen(secondReviewer.id(), verdictId)) == null) {
            throw new AmendmentUnseen("The verdict " + verdictId + " replaces the content of case " + caseId
                    + "; open what would replace it before you confirm.");
        }
        claims.claim(secondReviewer, caseId);
        ReviewVerdict verdict = new ReviewVerdict();
        verdict.setReviewer(first.getReviewer());
        verdict.setSecondReviewer(secondReviewer.id());
        verdict.setConfirms(verdictId);
        verdict.setCaseDigest(first.getCaseDigest());
        verdict.setOutcome(first.getOutcome());
        verdict.setTrueClassification(first.getTrueClassification());
        verdict.setSpecialCategoryExcluded(first.getSpecialCategoryExcluded());
        verdict.setExplanationRef(first.getExplanationRef());
        verdict.setAmendedContent(first.getAmendedContent());
        return publish(verdict, row.summary(), secondReviewer, rationale, patience);
    }

    private ReviewVerdict waiting(CaseRows.Row row, String verdictId) {
        String caseId = row.summary().caseId();
        if (!verdictId.equals(row.pendingVerdict())) {
            throw new NoSuchCase("No verdict " + verdictId + " waits for a second reviewer on case " + caseId + ".");
        }
        return trails.verdict(verdictId, caseId)
                .orElseThrow(() -> new NoSuchCase("The log no longer has the verdict " + verdictId + "."));
    }

    @Override
    public Content openAmendment(Reviewer reviewer, String caseId, String verdictId) {
        LoggedClaims.requireDecider(reviewer);
        CaseRows.Row row = cases.open(caseId);
        ByteBuffer amended = waiting(row, verdictId).getAmendedContent();
        if (amended == null || files.wasErased(row.summary())) {
            throw new NoSuchCase("The verdict " + verdictId + " on case " + caseId + " has no content to show.");
        }
        acts.unmasked(reviewer, caseId, row.summary().subjectId(), CasePart.AMENDMENT);
        activity.unmasked(reviewer, caseId, CasePart.AMENDMENT);
        amendmentsSeen.put(new Seen(reviewer.id(), verdictId), true);
        return EventFields.inClear(amended, false); // encrypted content is not amended
    }

    /** Everything about a verdict that a second reviewer must know. */
    static PendingVerdict pending(ReviewVerdict verdict, VerdictOutcome outcome) {
        ByteBuffer amended = verdict.getAmendedContent();
        TrueClassification truth = verdict.getTrueClassification();
        return new PendingVerdict(
                verdict.getVerdictId(),
                verdict.getReviewer(),
                verdict.getReviewerRole(),
                outcome,
                verdict.getRationale(),
                truth == null ? null : Classifications.stated(truth),
                verdict.getSpecialCategoryExcluded(),
                verdict.getExplanationRef(),
                amended == null ? 0 : amended.remaining(),
                verdict.getOpenedAt(),
                verdict.getDecidedAt(),
                verdict.getActiveSeconds(),
                List.copyOf(verdict.getEvidenceOpened()));
    }

    /** @param actor owner of the time and evidence */
    private Submission publish(
            ReviewVerdict verdict, CaseSummary summary, Reviewer actor, String rationale, Duration patience) {
        // A deciding reviewer is present: the time since the last sign of life counts too.
        activity.present(actor, summary.caseId());
        Instant now = Instant.ofEpochMilli(clock.millis());
        Optional<Activity.Consideration> consideration = activity.consideration(actor, summary.caseId());
        String verdictId = UUID.randomUUID().toString();
        verdict.setVerdictId(verdictId);
        verdict.setCaseId(summary.caseId());
        verdict.setSubjectId(summary.subjectId());
        verdict.setReviewerRole(actor.decidesAs().word());
        verdict.setOpenedAt(consideration.map(Activity.Consideration::openedAt).orElse(now));
        verdict.setEvidenceOpened(consideration
                .map(look -> look.looked().stream().map(CasePart::word).sorted().toList())
                .orElse(List.of()));
        verdict.setActiveSeconds(Math.toIntExact(
                consideration.map(look -> look.active().toSeconds()).orElse(0L)));
        verdict.setDecidedAt(now);
        verdict.setRationale(rationale);
        log.write(topic, summary.subjectId(), verdict);
        return new Submission(
                verdictId,
                summary.caseId(),
                follower.await(patience, () -> trails.resultOf(verdictId, summary.caseId()))
                        .orElse(null));
    }

    @Override
    public Optional<VerdictResult> result(String verdictId) {
        return trails.resultOf(verdictId);
    }

    @Override
    public Optional<VerdictResult> result(String verdictId, String caseId) {
        return trails.resultOf(verdictId, caseId);
    }
}
