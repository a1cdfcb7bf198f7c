// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claim;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.policy.LookAlikes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One case as shown to one reviewer.
 *
 * @param opened the parts that they have opened
 * @param justOpened the part requested with this very request; takes the focus
 * @param active how long they have worked on it, as measured here
 * @param floor the least time that they must work on it
 * @param seen change number of the page; the page must be told of later changes
 */
public record CaseView(
        CaseFile file,
        Reviewer reviewer,
        Set<CasePart> opened,
        @Nullable CasePart justOpened,
        Duration active,
        Duration floor,
        CaseReply reply,
        long seen,
        List<String> purposes,
        List<String> contents,
        List<String> effects) {

    public CaseSummary summary() {
        return file.summary();
    }

    public String caseId() {
        return file.summary().caseId();
    }

    /** Whether the gate now holds other consents than the record that it judged the case by. */
    public boolean isHeldOtherwise() {
        ConsentRecord seen = file.consentSeen();
        HeldConsent held = file.held();
        boolean same = seen == null
                ? held.state() == HeldConsent.State.NO_RECORD
                : held.state() == HeldConsent.State.CURRENT && seen.newest();
        return !same || held.behind() || held.erasedAt() != null || !held.kept().isEmpty();
    }

    public boolean isOpen(CasePart part) {
        return opened.contains(part);
    }

    /** The parts that they must still open before a verdict with this outcome counts. */
    public Set<CasePart> unopened(VerdictOutcome outcome) {
        return CasePart.unopened(outcome, false, opened);
    }

    /** The parts that they must still open before they can confirm this verdict. */
    public Set<CasePart> unopened(PendingVerdict pending) {
        return CasePart.unopened(pending.outcome(), pending.amends(), opened);
    }

    /** Selector of the notes next to each outcome, which change when a part is opened. */
    public String unopenedNotes() {
        return file.outcomes().stream()
                .map(option -> "#unopened-" + option.outcome())
                .collect(Collectors.joining(","));
    }

    public boolean isClosed() {
        return file.summary().closedAs() != null;
    }

    public boolean isDecision() {
        return file.summary().kind() == EventKind.OFFER_DECISION;
    }

    public boolean isMine() {
        Claim claim = file.summary().claim();
        return claim != null && claim.isHeldBy(reviewer);
    }

    public boolean isAnothers() {
        return file.summary().claim() != null && !isMine();
    }

    /** Whether they can use the verdict form. */
    public boolean mayDecide() {
        return reviewer.mayDecide() && !isClosed() && !isAnothers();
    }

    /** Whether they may confirm a pending verdict: another reviewer's, and they are a second reviewer. */
    public boolean mayConfirm() {
        PendingVerdict pending = file.awaitingSecond();
        return pending != null
                && mayDecide()
                && reviewer.has(io.consentgate.console.cases.Role.SECOND_REVIEWER)
                && !LookAlikes.areAlike(pending.reviewer(), reviewer.id());
    }

    /** Whether any outcome allows a replacement of the content. */
    public boolean mayAmend() {
        return file.outcomes().stream()
                .anyMatch(option -> option.outcome() == VerdictOutcome.DECIDE_AMEND
                        || option.outcome() == VerdictOutcome.DECIDE_OVERTURN);
    }

    /** Whether any outcome is a human's decision. */
    public boolean mayUphold() {
        return file.outcomes().stream().anyMatch(option -> option.outcome().isDecision());
    }

    public boolean mayReclassify() {
        return file.outcomes().stream().anyMatch(option -> option.outcome() == VerdictOutcome.RECLASSIFY);
    }

    public boolean mustExcludeSpecialCategory() {
        return file.outcomes().stream().anyMatch(option -> option.mustExcludeSpecialCategory());
    }

    /** The value of a field of the event; null when it is empty or masked. */
    public @Nullable String event(String path) {
        Optional<EventField> field =
                file.event().stream().filter(one -> one.path().equals(path)).findFirst();
        return field.map(EventField::value).orElse(null);
    }

    /** Whether the event has a value in this field. */
    public boolean states(String path) {
        return event(path) != null;
    }

    public Draft draft() {
        return reply.draft();
    }

    public boolean has(Draft.Fault fault) {
        return reply.faults().contains(fault);
    }

    public @Nullable Content content() {
        return reply.content();
    }

    public @Nullable Content amendment() {
        return reply.amendment();
    }

    public String agreement() {
        return reply.agreement();
    }

    public @Nullable Preview preview() {
        return reply.preview();
    }

    public @Nullable VerdictResult answer() {
        return reply.answer();
    }

    public boolean answerPending() {
        return reply.answerPending();
    }

    /** The remaining time before a verdict counts; zero when enough has passed. */
    public Duration stillToLook() {
        Duration left = floor.minus(active);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
