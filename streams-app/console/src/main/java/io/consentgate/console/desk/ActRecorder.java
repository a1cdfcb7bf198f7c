// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.events.ReviewAct;
import io.consentgate.events.ReviewActivity;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records acts in the log. Every method returns when the act is acknowledged, and otherwise throws {@link
 * io.consentgate.console.cases.LogUnavailable}. Thread-safe.
 */
final class ActRecorder {

    private final LogWriter log;
    private final String topic;
    private final Clock clock;

    ActRecorder(LogWriter log, String topic, Clock clock) {
        this.log = log;
        this.topic = topic;
        this.clock = clock;
    }

    Instant opened(Reviewer reviewer, String caseId, String subjectId) {
        Instant at = now();
        write(act(reviewer, caseId, subjectId, ReviewAct.OPENED, at));
        return at;
    }

    void lookedAt(Reviewer reviewer, String caseId, String subjectId, CasePart part) {
        write(act(reviewer, caseId, subjectId, ReviewAct.LOOKED_AT, now(), part));
    }

    void unmasked(Reviewer reviewer, String caseId, String subjectId, CasePart part) {
        write(act(reviewer, caseId, subjectId, ReviewAct.UNMASKED, now(), part));
    }

    /** @param caseId empty for the trail of a person */
    void exported(Reviewer reviewer, String caseId, String subjectId) {
        write(act(reviewer, caseId, subjectId, ReviewAct.EXPORTED, now(), CasePart.TRAIL));
    }

    Position claimed(
            Reviewer reviewer, String caseId, String subjectId, Claims.@Nullable TakeOverReason takeOverReason) {
        Instant at = now();
        ReviewActivity claim = act(reviewer, caseId, subjectId, ReviewAct.CLAIMED, at);
        claim.setLeaseUntil(at.plus(Claims.LEASE));
        claim.setTakeOverReason(takeOverReason == null ? null : takeOverReason.name());
        return write(claim);
    }

    Position released(Reviewer reviewer, String caseId, String subjectId) {
        return write(act(reviewer, caseId, subjectId, ReviewAct.RELEASED, now()));
    }

    private Position write(ReviewActivity activity) {
        return log.write(topic, activity.getSubjectId(), activity);
    }

    /** In the contract's precision, so that times in memory equal times read back. */
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static ReviewActivity act(
            Reviewer reviewer, String caseId, String subjectId, ReviewAct act, Instant at, CasePart part) {
        ReviewActivity activity = act(reviewer, caseId, subjectId, act, at);
        activity.setPart(part.word());
        return activity;
    }

    private static ReviewActivity act(Reviewer reviewer, String caseId, String subjectId, ReviewAct act, Instant at) {
        ReviewActivity activity = new ReviewActivity();
        activity.setActivityId(UUID.randomUUID().toString());
        activity.setCaseId(caseId);
        activity.setSubjectId(subjectId);
        activity.setActor(reviewer.id());
        activity.setAct(act);
        activity.setAt(at);
        return activity;
    }
}
