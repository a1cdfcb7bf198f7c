// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All about a version of a rule except its condition. The text files hold its sentence and its question, under
 * {@code rule.} and {@code question.} and the code.
 *
 * @param kind the most that the rule does
 * @param releases the lawful ways out of quarantine; empty leaves rejection only
 * @param citations newest first; empty for the gate's own rules
 * @param review the lawyer's reading of the rule against the law; null if there is none
 * @param disputedBy judgments that read the law differently; empty if none is known
 * @param binds the days on which this version binds; all days, unless the rule had another wording before or after. An
 *     event from before the law that a rule rests on is held back all the same
 * @param pack the legal order of this version; null for every legal order that has the law it rests on
 * @param texts the files with its text
 */
public record RuleDescription(
        RuleCode code,
        RuleKind kind,
        Set<Release> releases,
        List<Citation> citations,
        @Nullable LegalReview review,
        List<Citation> disputedBy,
        InForce binds,
        @Nullable String pack,
        Texts texts) {

    /** @throws IllegalStateException if a language has no text for the rule */
    public RuleDescription {
        releases = Set.copyOf(releases);
        citations = List.copyOf(citations);
        disputedBy = List.copyOf(disputedBy);
        texts.require(key(code));
        texts.require(questionKey(code));
    }

    /**
     * A rule of binding law: an event that breaks it is held back. At first it rests on no law and leaves only
     * rejection.
     */
    public static RuleDescription diverts(RuleCode code) {
        return of(code, RuleKind.DIVERTS);
    }

    /** A rule of good practice, or a duty at another time: the publisher gets advice, and the event goes on. */
    public static RuleDescription advises(RuleCode code) {
        return of(code, RuleKind.ADVISES);
    }

    private static RuleDescription of(RuleCode code, RuleKind kind) {
        return new RuleDescription(code, kind, Set.of(), List.of(), null, List.of(), InForce.ALWAYS, null, Texts.RULES);
    }

    /** This rule, resting on more law. */
    public RuleDescription restsOn(Citation... more) {
        return restsOn(List.of(more));
    }

    /** This rule, resting on more law. */
    public RuleDescription restsOn(List<Citation> more) {
        List<Citation> all = new ArrayList<>(citations);
        all.addAll(more);
        return new RuleDescription(code, kind, releases, all, review, disputedBy, binds, pack, texts);
    }

    /** This rule, with its lawful ways out of quarantine. */
    public RuleDescription releasedBy(Release first, Release... others) {
        return new RuleDescription(
                code, kind, EnumSet.of(first, others), citations, review, disputedBy, binds, pack, texts);
    }

    /** This rule, after a lawyer read it against the law that it cites. */
    public RuleDescription reviewed(String by, LocalDate on) {
        return new RuleDescription(
                code, kind, releases, citations, new LegalReview(by, on), disputedBy, binds, pack, texts);
    }

    /** This rule, where a court reads the law differently. */
    public RuleDescription disputedBy(Citation... judgments) {
        return new RuleDescription(code, kind, releases, citations, review, List.of(judgments), binds, pack, texts);
    }

    /** This version, for one legal order and the legal orders on top of it. */
    public RuleDescription onlyIn(String legalOrder) {
        return new RuleDescription(code, kind, releases, citations, review, disputedBy, binds, legalOrder, texts);
    }

    /** This version, binding from a day on; a later version of the same rule ends it. */
    public RuleDescription bindsFrom(LocalDate day) {
        return new RuleDescription(
                code, kind, releases, citations, review, disputedBy, InForce.since(day), pack, texts);
    }

    /** This version, with its text in separate files. */
    public RuleDescription withTexts(Texts newTexts) {
        return new RuleDescription(code, kind, releases, citations, review, disputedBy, binds, pack, newTexts);
    }

    /** This version, as a legal order cites it. */
    public RuleDescription citing(List<Citation> newCitations, List<Citation> newDisputedBy) {
        return new RuleDescription(code, kind, releases, newCitations, review, newDisputedBy, binds, pack, texts);
    }

    /** This version where it holds events back, regardless of other legal orders. */
    public RuleDescription diverting(Set<Release> newReleases) {
        return new RuleDescription(
                code, RuleKind.DIVERTS, newReleases, citations, review, disputedBy, binds, pack, texts);
    }

    /** The rule in one sentence. */
    public String text(Language language) {
        return texts.text(language, key(code));
    }

    /** The rule as a question; an event that keeps the rule answers "yes". */
    public String question(Language language) {
        return texts.text(language, questionKey(code));
    }

    private static String questionKey(RuleCode code) {
        return "question." + code.code();
    }

    private static String key(RuleCode code) {
        return "rule." + code.code();
    }

    /**
     * What a reviewer may do about an event that breaks the rule: {@link Outcome#REJECT} always. A new decision by a
     * human is a way out for decisions only.
     */
    public Set<Outcome> leavesOpen(boolean isDecision) {
        Set<Outcome> open = EnumSet.of(Outcome.REJECT);
        releases.forEach(release -> open.addAll(release.outcomes()));
        if (!isDecision) {
            open.removeAll(Release.DECIDE.outcomes());
        }
        return Set.copyOf(open);
    }

    /** Whether a court reads the law differently. */
    public boolean isDisputed() {
        return !disputedBy.isEmpty();
    }

    /** Whether a provision behind the rule binds on that day, or the rule rests on none. */
    public boolean bindsOn(LocalDate day) {
        return citations.isEmpty()
                || citations.stream().anyMatch(citation -> citation.inForce().on(day));
    }

    /**
     * The provisions that bind on a day. If none binds on the day, the earliest provisions: the gate still diverts such
     * an event, and their dates tell the reader when they bind.
     */
    public List<Citation> citationsOn(LocalDate day) {
        List<Citation> binding = citations.stream()
                .filter(citation -> citation.inForce().on(day))
                .toList();
        if (!binding.isEmpty() || citations.isEmpty()) {
            return binding;
        }
        LocalDate earliest = citations.stream()
                .map(citation -> citation.inForce().from())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return citations.stream()
                .filter(citation -> citation.inForce().from().equals(earliest))
                .toList();
    }
}
