// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.config.ShortDuration;
import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.NotAllowed;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.events.Outcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.review.facts.VerdictFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Rejects a campaign's cases with one verdict each. Each verdict states what the reviewer looked at: the campaign, not
 * the case.
 */
final class CampaignRejection implements BulkReject {

    private static final int BATCH = 500;

    private final IndexStore store;
    private final CaseQueue queue;
    private final LogWriter log;
    private final String topic;
    private final Facets facets;
    private final Duration floor;
    private final Clock clock;

    /** @param floor least time for looking at a campaign; the gate requires the same of every verdict */
    CampaignRejection(
            IndexStore store,
            CaseQueue queue,
            LogWriter log,
            String topic,
            Facets facets,
            Duration floor,
            Clock clock) {
        this.store = store;
        this.queue = queue;
        this.log = log;
        this.topic = topic;
        this.facets = facets;
        this.floor = floor;
        this.clock = clock;
    }

    @Override
    public Plan plan(Reviewer reviewer, String campaignId) {
        LoggedClaims.requireDecider(reviewer);
        QueueFilter filter = QueueFilter.OPEN.withCampaignId(campaignId);
        return new Plan(
                reviewer.id(),
                campaignId,
                queue.page(filter, QueueSort.OLDEST_FIRST, null, 1).counts(),
                claimedByOthers(reviewer, filter),
                Instant.ofEpochMilli(clock.millis()));
    }

    private long claimedByOthers(Reviewer reviewer, QueueFilter filter) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select count(*) from cases where claim_holder is not null"
                                + " and claim_holder <> :me and claim_until > :now and state < 2"
                                + " and facet in (select value from json_each(:facets))")
                        .bind("me", reviewer.id())
                        .bind("now", clock.millis())
                        .bind("facets", facets.meeting(filter).toString())
                        .mapTo(long.class)
                        .one());
    }

    private record Target(String caseId, String subjectId, String digest, boolean claimed) {}

    @Override
    public Done reject(Reviewer reviewer, Plan plan, String rationale) {
        LoggedClaims.requireDecider(reviewer);
        if (!plan.reviewer().equals(reviewer.id())) {
            throw new NotAllowed("A bulk rejection is carried out by the one who looked at it.");
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        Duration looked = looked(plan, now);
        if (looked.compareTo(floor) < 0) {
            throw new NotAllowed(
                    "The campaign was looked at for " + looked.toSeconds() + " s, and the gate takes no verdict under "
                            + ShortDuration.text(floor) + ". Look longer, and reject it then.");
        }
        List<Target> targets = targets(reviewer, plan);
        long published = 0;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Target target : targets) {
            if (!target.claimed()) {
                sent.add(log.send(topic, target.subjectId(), verdict(reviewer, plan, rationale, target, looked, now)));
            }
            if (sent.size() == BATCH) {
                published += acknowledged(sent);
            }
        }
        published += acknowledged(sent);
        return new Done(published, targets.stream().filter(Target::claimed).count(), now);
    }

    /** In whole seconds, as verdicts state it; a long pause counts only as much as on a case. */
    private Duration looked(Plan plan, Instant now) {
        Duration most = floor.compareTo(Activity.LONGEST_PAUSE) > 0 ? floor.plusSeconds(1) : Activity.LONGEST_PAUSE;
        Duration looked = Duration.between(plan.openedAt(), now);
        return (looked.compareTo(most) > 0 ? most : looked).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Answers answers(Reviewer reviewer, Done done) {
        Map<String, Long> results = store.reader()
                .withHandle(handle -> handle.createQuery("select o.result, count(*) as n"
                                + " from verdicts v join outcomes o on o.verdict_id = v.verdict_id and o.case_id = v.case_id"
                                + " and o.subject = v.subject where v.decided_at = :at and v.reviewer = :reviewer and v.bulk = 1"
                                + " group by o.result")
                        .bind("at", done.decidedAt().toEpochMilli())
                        .bind("reviewer", reviewer.id())
                        .reduceRows(new HashMap<>(), (counted, row) -> {
                            counted.put(row.getColumn("result", String.class), row.getColumn("n", Long.class));
                            return counted;
                        }));
        long applied = results.getOrDefault(ReviewResult.APPLIED.name(), 0L);
        long refused = results.getOrDefault(ReviewResult.REFUSED.name(), 0L);
        return new Answers(applied, refused, Math.max(0, done.published() - applied - refused));
    }

    private List<Target> targets(Reviewer reviewer, Plan plan) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select id, subject, digest, claim_holder is not null"
                                + " and claim_holder <> :me and claim_until > :now as claimed from cases"
                                + " where state < 2 and quarantined_at <= :planned"
                                + " and facet in (select value from json_each(:facets)) order by quarantined_at, id")
                        .bind("me", reviewer.id())
                        .bind("now", clock.millis())
                        .bind("planned", plan.openedAt().toEpochMilli())
                        .bind(
                                "facets",
                                facets.meeting(QueueFilter.OPEN.withCampaignId(plan.campaignId()))
                                        .toString())
                        .map((row, context) -> new Target(
                                row.getString("id"),
                                row.getString("subject"),
                                row.getString("digest"),
                                row.getBoolean("claimed")))
                        .list());
    }

    private long acknowledged(List<Future<RecordMetadata>> sent) {
        sent.forEach(each -> LogWriter.await(topic, each));
        long count = sent.size();
        sent.clear();
        return count;
    }

    private static ReviewVerdict verdict(
            Reviewer reviewer, Plan plan, String rationale, Target target, Duration looked, Instant now) {
        ReviewVerdict verdict = new ReviewVerdict();
        verdict.setVerdictId(UUID.randomUUID().toString());
        verdict.setCaseId(target.caseId());
        verdict.setCaseDigest(target.digest());
        verdict.setSubjectId(target.subjectId());
        verdict.setReviewer(reviewer.id());
        verdict.setReviewerRole(reviewer.decidesAs().word());
        verdict.setOpenedAt(plan.openedAt());
        verdict.setEvidenceOpened(List.of(VerdictFacts.CAMPAIGN));
        verdict.setActiveSeconds(Math.toIntExact(looked.toSeconds()));
        verdict.setDecidedAt(now);
        verdict.setOutcome(Outcome.REJECT);
        verdict.setRationale(rationale);
        return verdict;
    }
}
