// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names and settings of all topics of the gate. Keys are always the subject id in UTF-8. Values are Avro in Confluent's
 * wire format; only dead letters keep the original bytes, in any format.
 *
 * <p>The {@code -rerouted} twins take records that arrived without their subject's key, or on a wrong partition. They
 * are ordinary topics with a retention, not internal ones. A long outage therefore loses nothing, and an operator can
 * inspect them.
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

    /** Suffix of a twin's name, after the name of its input. */
    private static final String REROUTED = "-rerouted";

    /** The standard names, each with this prefix. */
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

    /** The topics that one task must own together. They must share one partition count. */
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

    /** Topics that the gate judges: events, and verdicts on quarantined events. All of them wait for consent. */
    public Set<String> events() {
        return Set.of(
                outboundMessages,
                outboundMessagesRerouted,
                offerDecisions,
                offerDecisionsRerouted,
                reviewVerdicts,
                reviewVerdictsRerouted);
    }

    /** Topics of consent, by which the gate judges. */
    public Set<String> consent() {
        return Set.of(consentState, consentStateRerouted);
    }

    /** True for the twins, which take misplaced records. A record passes through its twin at most once. */
    public boolean isRerouted(String topic) {
        return topic.equals(outboundMessagesRerouted)
                || topic.equals(offerDecisionsRerouted)
                || topic.equals(consentStateRerouted)
                || topic.equals(reviewVerdictsRerouted);
    }

    /** The twin that takes an input's misplaced records. */
    static String twinOf(String input) {
        return input + REROUTED;
    }

    /**
     * The settings with which an operator must create each topic.
     *
     * @param quarantineRetention retention of topics with content: quarantined events, dead letters and verdicts
     * @param reviewRetention retention of the results of cases and of reviewers' work: codes and times only
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
                // Cleared events keep the publisher's timestamp, even after a long wait. The cluster's default must not
                // refuse them.
                "message.timestamp.before.max.ms",
                String.valueOf(Long.MAX_VALUE));
        Map<String, String> rerouted = keptSince(Duration.ofDays(MEMORY), SEGMENT);
        Map<String, String> reroutedConsent = new HashMap<>(rerouted);
        reroutedConsent.put("unclean.leader.election.enable", "false");
        Duration readable = readableFor(quarantineRetention);
        Duration segment = quarantineRetention.minus(readable).dividedBy(2);
        Map<String, String> kept = keptSince(readable, segment);
        Map<String, String> audit = keptSince(reviewRetention, SEGMENT);
        // Verdicts get the same size limit as events, because amended content must fit into the outputs.
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
                // Longer than the longest planned outage: a gate that was away for longer could miss an erasure.
                "delete.retention.ms",
                days(MEMORY),
                // Longer than the barrier may rely on one answer. Until then, the cleaner must not remove a withdrawal
                // because of a later record.
                "min.compaction.lag.ms",
                String.valueOf(MIN_COMPACTION_LAG.toMillis()),
                // An erased record leaves the log within a day.
                "max.compaction.lag.ms",
                days(1),
                // A replica that lacks acknowledged withdrawals must not become leader, even if the cluster's default
                // allows it.
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
     * How long content under this retention surely stays readable: one day less than the retention, or a tenth less if
     * that is shorter. A broker deletes whole segments, some minutes after the newest record in them expires. A segment
     * covers half of this difference.
     */
    public static Duration readableFor(Duration retention) {
        Duration tenth = retention.dividedBy(10);
        return retention.minus(tenth.compareTo(Duration.ofDays(1)) < 0 ? tenth : Duration.ofDays(1));
    }

    /**
     * The changelogs of the gate's stores, which Kafka Streams creates.
     *
     * @param applicationId the gate's; the names begin with it
     */
    public static List<String> changelogs(String applicationId) {
        return Stores.NAMES.stream()
                .map(store -> changelog(applicationId, store))
                .toList();
    }

    /** The changelog of the consent store. */
    public static String consentChangelog(String applicationId) {
        return changelog(applicationId, Stores.CONSENT_BY_SUBJECT);
    }

    private static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /**
     * Retention counts from the gate's append time. By the publisher's timestamp, a replayed week-old event would be
     * deleted before anyone read it.
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
     * Well above {@link io.consentgate.barrier.BarrierTimings#freshness}. The rest is how far a publisher's clock may
     * be slow, since the cleaner uses record timestamps.
     */
    public static final Duration MIN_COMPACTION_LAG = Duration.ofHours(1);

    /**
     * Days for which the log must keep what the gate may not have read yet: erasures of consent, and rerouted records.
     */
    private static final int MEMORY = 30;

    /** For topics whose records must stay for at least the retention. */
    private static final Duration SEGMENT = Duration.ofDays(1);

    /** The broker default of 1 MiB for inputs, plus room for the gate's wrapping in outputs. */
    private static final String WRAPPED = String.valueOf(2 * 1024 * 1024);

    private static String days(int days) {
        return String.valueOf(Duration.ofDays(days).toMillis());
    }

    /** Who writes a topic. */
    public enum Owner {
        PUBLISHER,
        /** The reviewers' side: the console, or an operator's own tools. */
        CONSOLE,
        GATE
    }

    /** A topic and its required settings. */
    public record Spec(String name, Owner writer, Map<String, String> settings) {}
}
