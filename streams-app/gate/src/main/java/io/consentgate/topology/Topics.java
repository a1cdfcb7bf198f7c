// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every topic of the gate, by name. Keys are the subject id in UTF-8 everywhere; values are Avro in Confluent's
 * wire format, save in dead letters, which keep whatever bytes came.
 *
 * <p>The {@code -rerouted} twins take what arrived without its subject's key or on a partition where that key does
 * not belong. They are ordinary topics with a retention, not internal ones, so that a long outage loses nothing
 * and an operator can look into them.
 */
public record Topics(
        String outboundMessages,
        String outboundMessagesRerouted,
        String offerDecisions,
        String offerDecisionsRerouted,
        String consentState,
        String consentStateRerouted,
        String clearedMessages,
        String clearedDecisions,
        String quarantine,
        String deadLetters,
        String reviewVerdicts,
        String reviewVerdictsRerouted,
        String reviewOutcomes,
        String reviewActivity) {

    /** Ends the name of a twin; what is before it is its input's. */
    private static final String REROUTED = "-rerouted";

    /** The standard names, each with the prefix before it. */
    public static Topics prefixed(String prefix) {
        return new Topics(
                prefix + "outbound-messages",
                prefix + "outbound-messages" + REROUTED,
                prefix + "offer-decisions",
                prefix + "offer-decisions" + REROUTED,
                prefix + "consent-state",
                prefix + "consent-state" + REROUTED,
                prefix + "cleared-messages",
                prefix + "cleared-decisions",
                prefix + "quarantine",
                prefix + "dead-letters",
                prefix + "review-verdicts",
                prefix + "review-verdicts" + REROUTED,
                prefix + "review-outcomes",
                prefix + "review-activity");
    }

    /** The topics that one task must own together, and which therefore share one partition count. */
    public Set<String> copartitioned() {
        return Set.of(
                outboundMessages,
                outboundMessagesRerouted,
                offerDecisions,
                offerDecisionsRerouted,
                consentState,
                consentStateRerouted,
                reviewVerdicts,
                reviewVerdictsRerouted);
    }

    /** Topics of what the gate judges: events, and the verdicts on those that it held back. All wait for consent. */
    public Set<String> events() {
        return Set.of(
                outboundMessages,
                outboundMessagesRerouted,
                offerDecisions,
                offerDecisionsRerouted,
                reviewVerdicts,
                reviewVerdictsRerouted);
    }

    /** Topics of consent: what the gate judges by. */
    public Set<String> consent() {
        return Set.of(consentState, consentStateRerouted);
    }

    /** True for the twins that take what was misplaced; a record comes through there once at most. */
    public boolean isRerouted(String topic) {
        return topic.equals(outboundMessagesRerouted)
                || topic.equals(offerDecisionsRerouted)
                || topic.equals(consentStateRerouted)
                || topic.equals(reviewVerdictsRerouted);
    }

    /** The twin that takes what is misplaced on an input. */
    static String twinOf(String input) {
        return input + REROUTED;
    }

    /**
     * What each topic needs, as an operator creates it.
     *
     * @param quarantineRetention after which quarantined events, dead letters and verdicts are gone: what holds content
     * @param reviewRetention how long it is kept what became of cases, and what reviewers did: codes and times only
     */
    public List<Spec> specs(Duration quarantineRetention, Duration reviewRetention) {
        String sevenDays = days(7);
        Map<String, String> events = Map.of("cleanup.policy", "delete", "retention.ms", sevenDays);
        Map<String, String> cleared = Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                sevenDays,
                "max.message.bytes",
                WRAPPED,
                // With its publisher's timestamp, however long it waited and whatever the cluster's default.
                "message.timestamp.before.max.ms",
                String.valueOf(Long.MAX_VALUE));
        Map<String, String> rerouted = keptSince(Duration.ofDays(MEMORY), SEGMENT);
        Map<String, String> reroutedConsent = new HashMap<>(rerouted);
        reroutedConsent.put("unclean.leader.election.enable", "false");
        Duration readable = readableFor(quarantineRetention);
        Duration segment = quarantineRetention.minus(readable).dividedBy(2);
        Map<String, String> kept = keptSince(readable, segment);
        Map<String, String> audit = keptSince(reviewRetention, SEGMENT);
        // Of a verdict's size as of an event's: what it amends has to fit into what goes out.
        Map<String, String> verdicts = Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                String.valueOf(readable.toMillis()),
                "segment.ms",
                String.valueOf(segment.toMillis()),
                "message.timestamp.type",
                "LogAppendTime");
        Map<String, String> table = Map.of(
                "cleanup.policy",
                "compact",
                // Longer than the longest outage planned for: a gate that was away longer could miss an erasure.
                "delete.retention.ms",
                days(MEMORY),
                // Longer than the read barrier may go by one answer: till then the cleaner must not take away a
                // withdrawal in favour of a later record.
                "min.compaction.lag.ms",
                String.valueOf(MIN_COMPACTION_LAG.toMillis()),
                // An erased record leaves the log within a day.
                "max.compaction.lag.ms",
                days(1),
                // A leader that lacks acknowledged withdrawals must not take over, whatever the cluster's default.
                "unclean.leader.election.enable",
                "false");
        return List.of(
                new Spec(outboundMessages, Owner.PUBLISHER, events),
                new Spec(outboundMessagesRerouted, Owner.GATE, rerouted),
                new Spec(offerDecisions, Owner.PUBLISHER, events),
                new Spec(offerDecisionsRerouted, Owner.GATE, rerouted),
                new Spec(consentState, Owner.PUBLISHER, table),
                new Spec(consentStateRerouted, Owner.GATE, Map.copyOf(reroutedConsent)),
                new Spec(clearedMessages, Owner.GATE, cleared),
                new Spec(clearedDecisions, Owner.GATE, cleared),
                new Spec(quarantine, Owner.GATE, kept),
                new Spec(deadLetters, Owner.GATE, kept),
                new Spec(reviewVerdicts, Owner.CONSOLE, verdicts),
                new Spec(reviewVerdictsRerouted, Owner.GATE, rerouted),
                new Spec(reviewOutcomes, Owner.GATE, audit),
                new Spec(reviewActivity, Owner.CONSOLE, audit));
    }

    /**
     * How long content is sure to be readable that is gone by the end of a retention: a day less, or a tenth where that is less.
     * A broker deletes whole segments some minutes after the newest record's time is over; a segment is half of the difference.
     */
    public static Duration readableFor(Duration retention) {
        Duration tenth = retention.dividedBy(10);
        return retention.minus(tenth.compareTo(Duration.ofDays(1)) < 0 ? tenth : Duration.ofDays(1));
    }

    /**
     * The changelogs of the gate's stores, which Kafka Streams creates.
     *
     * @param applicationId the gate's; their names begin with it
     */
    public static List<String> changelogs(String applicationId) {
        return Stores.NAMES.stream()
                .map(store -> changelog(applicationId, store))
                .toList();
    }

    /** The changelog of what the gate knows of consent. */
    public static String consentChangelog(String applicationId) {
        return changelog(applicationId, Stores.CONSENT_BY_SUBJECT);
    }

    private static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /**
     * Retention counts from when the gate wrote a record. By the publisher's own time a replayed, week-old event
     * would be gone before anyone read it.
     */
    private static Map<String, String> keptSince(Duration retention, Duration segment) {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                String.valueOf(retention.toMillis()),
                "segment.ms",
                String.valueOf(segment.toMillis()),
                "message.timestamp.type",
                "LogAppendTime",
                "max.message.bytes",
                WRAPPED);
    }

    /**
     * Well above {@link io.consentgate.barrier.BarrierTimings#freshness}; what is left of it is how far a publisher's
     * clock may be behind, since the cleaner goes by record timestamps.
     */
    public static final Duration MIN_COMPACTION_LAG = Duration.ofHours(1);

    /** Days for which nothing may be forgotten that a gate has yet to learn: erasures of consent, and what was rerouted. */
    private static final int MEMORY = 30;

    /** Of what is to be there for at least its retention. */
    private static final Duration SEGMENT = Duration.ofDays(1);

    /** Broker default of 1 MiB for what comes in, and room for the wrapping of what goes out. */
    private static final String WRAPPED = String.valueOf(2 * 1024 * 1024);

    private static String days(int days) {
        return String.valueOf(Duration.ofDays(days).toMillis());
    }

    /** Who writes a topic. */
    public enum Owner {
        PUBLISHER,
        /** What reviewers work with: the console, or the tools of those who have their own. */
        CONSOLE,
        GATE
    }

    /** A topic and the settings that it needs. */
    public record Spec(String name, Owner writer, Map<String, String> settings) {}
}
