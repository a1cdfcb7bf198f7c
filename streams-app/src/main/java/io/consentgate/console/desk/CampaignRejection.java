// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.NotAllowed;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.events.Outcome;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.review.facts.VerdictFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Rejects a campaign's cases, each by a verdict of its own that says what was looked at: the campaign, not the case. */
final class CampaignRejection implements BulkReject {

    private static final int BATCH = 500;

    private final IndexStore store;
    private final CaseQueue queue;
    private final LogWriter log;
    private final String topic;
    private final Facets facets;
    private final Clock clock;

    CampaignRejection(IndexStore store, CaseQueue queue, LogWriter log, String topic, Facets facets, Clock clock) {
        this.store = store;
        this.queue = queue;
        this.log = log;
        this.topic = topic;
        this.facets = facets;
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
        List<Target> targets = targets(reviewer, plan);
        Instant now = Instant.ofEpochMilli(clock.millis());
        long published = 0;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Target target : targets) {
            if (!target.claimed()) {
                sent.add(log.send(topic, target.subjectId(), verdict(reviewer, plan, rationale, target, now)));
            }
            if (sent.size() == BATCH) {
                published += acknowledged(sent);
            }
        }
        published += acknowledged(sent);
        return new Done(published, targets.stream().filter(Target::claimed).count());
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

    private static ReviewVerdict verdict(Reviewer reviewer, Plan plan, String rationale, Target target, Instant now) {
        Duration looked = Duration.between(plan.openedAt(), now);
        ReviewVerdict verdict = new ReviewVerdict();
        verdict.setVerdictId(UUID.randomUUID().toString());
        verdict.setCaseId(target.caseId());
        verdict.setCaseDigest(target.digest());
        verdict.setSubjectId(target.subjectId());
        verdict.setReviewer(reviewer.id());
        verdict.setReviewerRole(reviewer.decidesAs().word());
        verdict.setOpenedAt(plan.openedAt());
        verdict.setEvidenceOpened(List.of(VerdictFacts.CAMPAIGN));
        verdict.setActiveSeconds(Math.toIntExact(
                looked.compareTo(Activity.LONGEST_PAUSE) > 0
                        ? Activity.LONGEST_PAUSE.toSeconds()
                        : Math.max(0, looked.toSeconds())));
        verdict.setDecidedAt(now);
        verdict.setOutcome(Outcome.REJECT);
        verdict.setRationale(rationale);
        return verdict;
    }
}
