// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import io.consentgate.policy.law.Poland;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings, validated. Immutable. {@link ConfigReader} makes it. A missing setting gets the default of its {@link
 * Described}, which is stated nowhere else.
 *
 * <p>Constructors throw {@link InvalidConfig}, which names the setting. They see the value but not the operator's text,
 * so their messages have the placeholder <code>${the.setting}</code>; the reader replaces it by the text.
 *
 * <p>Kafka's own options are in {@code kafka} under Kafka's own names, so that they never collide with the gate's
 * settings.
 */
public record GateConfig(
        @Described(
                value = "Kafka Streams application id: consumer group, prefix of changelogs and transactional ids.",
                orElse = "consent-gate")
        String applicationId,

        @Described(
                value =
                        "Stable name of this instance (static group membership); restarts then do not rebalance. One per running process.",
                inWords = "none: dynamic membership")
        @Nullable
        String instanceId,

        @Described(
                value = "Folder of the state stores. Must outlive the process; never a temporary folder.",
                orElse = "./state")
        Path stateDir,

        @Described(
                value =
                        "Memory in MiB that the state stores of all partitions may take beside the heap, all together: blocks that were read, indexes, filters and what is not yet written to files. At least 64; give 10 for each partition of an instance, or more.",
                orElse = "512")
        int stateMemoryMb,

        @Described(value = "Stream threads. Useful up to the number of partitions.", orElse = "1")
        int threads,

        @Described(
                "Any option of Kafka's clients and Kafka Streams, under its own name, e.g. bootstrap.servers, security.protocol. By environment: CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS.")
        Map<String, String> kafka,

        Memory memory,
        Brokers brokers,
        FatalRecords fatalRecords,
        Registry registry,
        Serde serde,
        Topics topics,
        Policy policy,
        Clearance clearance,
        Quarantine quarantine,
        Review review,
        Ops ops) {

    private static final int LEAST_STATE_MEMORY_MB = 64;

    public GateConfig {
        kafka = Map.copyOf(kafka);
        if (threads < 1) {
            throw new InvalidConfig("threads is ${threads}; it must be at least 1");
        }
        if (stateMemoryMb < LEAST_STATE_MEMORY_MB) {
            throw new InvalidConfig("state-memory-mb is ${state-memory-mb}; it must be at least "
                    + LEAST_STATE_MEMORY_MB + ", or the stores would write tiny files without end");
        }
        if (!kafka.containsKey("bootstrap.servers")) {
            throw new InvalidConfig("kafka.bootstrap.servers is missing; name at least one broker, e.g. broker-1:9092, "
                    + "in the configuration file under kafka: or as CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS");
        }
    }

    /** Heap limits of the gate. */
    public record Memory(
            @Described(
                    value =
                            "MiB of records, uncompressed, that a stream thread, a reader of the console or a command takes at once, and that may wait at the read barrier of a thread; a larger record is taken alone. `gate config` says how much heap follows from it.",
                    orElse = "16")
            int pollMib) {

        private static final int MOST = 1024;

        public Memory {
            if (pollMib < 1 || pollMib > MOST) {
                throw new InvalidConfig("memory.poll-mib is ${memory.poll-mib}; it must lie between 1 and " + MOST);
            }
        }

        /** {@link #pollMib} in bytes. */
        public long pollBytes() {
            return pollMib * 1024L * 1024;
        }
    }

    /** Requirements on the brokers. */
    public record Brokers(
            @Described(
                    value =
                            "Whether the gate starts on brokers whose feature transaction.version is below 2 (KIP-890): there, a late request of an aborted transaction can be taken into the next one, so that a clearance may be lost, doubled or seen although it was aborted.",
                    orElse = "false")
            boolean acceptOldTransactions) {}

    /** What the gate does with a record that ends the gate at every start. */
    public record FatalRecords(
            @Described(
                    value =
                            "How many starts in a row, on one state folder, have to end at a record before the gate names it: in its log, on the health page, with the `gate skip` that steps over it. At least 2.",
                    orElse = "3")
            int starts,

            @Described(
                    value =
                            "Whether the gate itself steps over an event or a verdict that it would name, if no other record was at work. A consent takes `gate skip` in any case: only a human can say whose it is.",
                    orElse = "false")
            boolean stepOver) {

        public FatalRecords {
            if (starts < 2) {
                throw new InvalidConfig(
                        "fatal-records.starts is ${fatal-records.starts}; it must be at least 2, for whatever ends a process ends it at some record");
            }
        }
    }

    /** The schema registry, which speaks Confluent's REST API. */
    public record Registry(
            @Described("Addresses of the schema registry, tried in order. No user or password in them.")
            List<String> urls,

            @Described(value = "File that holds user:password for basic authentication.", inWords = "none") @Nullable
            Path userInfoFile,

            @Described(
                    value = "user:password for basic authentication; better set by environment or file.",
                    inWords = "none",
                    secret = true)
            @Nullable
            String userInfo,

            @Described(value = "File that holds a bearer token.", inWords = "none") @Nullable
            Path bearerTokenFile,

            @Described(value = "PKCS12 or JKS file with the certificates to trust.", inWords = "the JVM's own")
            @Nullable
            Path trustStore,

            @Described(value = "File that holds the trust store's password.", inWords = "none") @Nullable
            Path trustStorePasswordFile,

            @Described(value = "PKCS12 or JKS file with the client's key and certificate.", inWords = "none") @Nullable
            Path keyStore,

            @Described(value = "File that holds the key store's password.", inWords = "none") @Nullable
            Path keyStorePasswordFile,

            @Described(value = "Time to connect, and time to answer, per attempt.", orElse = "3s")
            Duration timeout,

            @Described(
                    value =
                            "How long one record may wait, in all, for a registry that is down before the process gives up and leaves the retry to its supervisor. At most max.poll.interval.ms (5 min by default) less a tenth.",
                    orElse = "4m")
            Duration patience,

            @Described(
                    value =
                            "How long the registry has to go on saying that it does not have a schema, or not giving it while it gives others, before records of that schema become dead letters.",
                    orElse = "15s")
            Duration schemaPatience,

            @Described(
                    value =
                            "How long a stream thread may wait in a minute for such schemas, all of its partitions together. After that, records whose schema the registry does not give at once are dead letters of reason UNRESOLVABLE_SCHEMA, so that a flood of invented ids cannot stop the gate. At least registry.schema-patience, at most 1m.",
                    orElse = "20s")
            Duration schemaPatiencePerMinute) {

        public Registry {
            urls = List.copyOf(urls);
            if (timeout.isNegative() || timeout.isZero() || patience.isNegative()) {
                throw new InvalidConfig("registry.timeout is ${registry.timeout} and registry.patience is"
                        + " ${registry.patience}; the first must be longer than nothing, the second not negative");
            }
            if (schemaPatience.isNegative()
                    || schemaPatiencePerMinute.compareTo(schemaPatience) < 0
                    || schemaPatiencePerMinute.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new InvalidConfig(
                        "registry.schema-patience is ${registry.schema-patience} and"
                                + " registry.schema-patience-per-minute is ${registry.schema-patience-per-minute}; the first must not be negative, the second not shorter than the first nor longer than 1m");
            }
            if (urls.isEmpty()) {
                throw new InvalidConfig("registry.urls is empty; name the schema registry, e.g. http://registry:8081");
            }
            if (userInfo != null && userInfoFile != null) {
                throw new InvalidConfig("registry.user-info and registry.user-info-file are both set; keep one");
            }
        }
    }

    /** Serializer and deserializer by class name, as in Kafka. */
    public record Serde(
            @Described(
                    value =
                            "Deserializer of values. Any class that returns Avro records, e.g. io.confluent.kafka.serializers.KafkaAvroDeserializer.",
                    orElse = "io.consentgate.serde.AvroDeserializer")
            String deserializer,

            @Described(
                    value =
                            "Serializer of quarantined events, e.g. io.confluent.kafka.serializers.KafkaAvroSerializer.",
                    orElse = "io.consentgate.serde.AvroSerializer")
            String serializer,

            @Described("Options handed to both classes under their own names, e.g. auto.register.schemas: false.")
            Map<String, String> properties) {

        public Serde {
            properties = Map.copyOf(properties);
        }
    }

    /** Names and shape of the topics. */
    public record Topics(
            @Described(value = "Put before every topic's name, e.g. 'eu.'.", inWords = "none")
            String prefix,

            @Described(value = "Partitions that `gate topics create` gives each topic.", orElse = "12")
            int partitions,

            @Described(
                    value =
                            "Replicas that `gate topics create` gives each topic, and Kafka Streams each changelog; 0 leaves it to the broker's default.",
                    orElse = "0")
            short replicationFactor) {

        public Topics {
            if (partitions < 1) {
                throw new InvalidConfig("topics.partitions is ${topics.partitions}; it must be at least 1");
            }
        }
    }

    /** The choices that the law leaves to the operator. */
    public record Policy(
            @Described(
                    value =
                            "Rules that only report what they would have diverted. Every other rule is enforced; the gate has no off.",
                    inWords = "none")
            Set<String> observe,

            @Described(
                    value =
                            "Countries whose events are judged; others are quarantined. PL has its own rules; any other member state of the EU or EEA is judged by the strictest reading of EU law.",
                    orElse = Poland.COUNTRY)
            Set<String> jurisdictions,

            @Described(
                    value =
                            "Grounds accepted for recording a call, and for the recording behind an oral consent: CONSENT, LEGITIMATE_INTEREST, LEGAL_OBLIGATION.",
                    orElse = "CONSENT")
            Set<String> recordingBases,

            @Described(
                    value = "Most decisions that one human sign-off may cover before the human step counts as formal.",
                    orElse = "1")
            int humanBatchLimit,

            @Described(value = "Least time a human must have spent on a decision.", orElse = "30s")
            Duration humanFloor,

            @Described(
                    value =
                            "How long before a decision the human who took it may have signed; longer counts as formal.",
                    orElse = "30d")
            Duration humanWindow,

            @Described(value = "How far a publisher's clock may be ahead of ours.", orElse = "5m")
            Duration clockSkew,

            @Described(
                    value =
                            "How many of a human's latest decisions ADM-HUMAN-PATTERN is drawn from, counted per partition of the topics; at least 50.",
                    orElse = "50")
            int humanPatternWindow,

            @Described(
                    value = "Share of these that has to depart from the system; fewer are a pattern.",
                    orElse = "0.02")
            double humanPatternLeastChanged,

            @Described(
                    value = "Whether ADM-HUMAN-PATTERN holds decisions back; otherwise it advises.",
                    orElse = "false")
            boolean humanPatternDiverts,

            @Described(
                    value =
                            "Codes of profiled aspects that are of a special category (GDPR art. 9(1)), besides those that the gate knows in English and Polish.",
                    inWords = "none")
            Set<String> specialCategoryAspects,

            @Described(
                    value =
                            "Codes of profiled aspects that come from social networks, besides those that the gate knows in English and Polish.",
                    inWords = "none")
            Set<String> socialNetworkAspects,

            @Described(
                    value =
                            "First day, such as 2026-11-20, on which ADM-CREDIT-DATA holds back decisions on a consumer's credit from special-category or social-network data; until then it advises.",
                    inWords = "none: it advises")
            @Nullable
            LocalDate creditDataFrom,

            @Described(
                    value =
                            "For how long after the person last wrote a chat or messenger message still continues the conversation that they opened.",
                    orElse = "24h")
            Duration conversationWindow,

            @Described(
                    value =
                            "Whether advertising in a chat that the person opened needs their consent, as it always does in a messenger.",
                    orElse = "false")
            boolean chatAdvertisingNeedsConsent,

            @Described(value = "How long an inquiry that states no end waits for its reply.", orElse = "30d")
            Duration inquiryMaxAge,

            @Described(
                    value =
                            "How long the gate remembers that an inquiry had its reply, or that a consent was asked to be confirmed; what is longer ago no longer stands against a second one. At least 366d, and policy.inquiry-max-age.",
                    orElse = "1095d")
            Duration repliesRetention,

            ContactConfig contact) {

        private static final int LEAST_PATTERN_WINDOW = 50;
        private static final int MOST_PATTERN_WINDOW = 1_000;

        /** An inquiry that ends later than this does not count. */
        private static final Duration LONGEST_INQUIRY = Duration.ofDays(366);

        public Policy {
            observe = Set.copyOf(observe);
            jurisdictions = Set.copyOf(jurisdictions);
            recordingBases = Set.copyOf(recordingBases);
            specialCategoryAspects = Set.copyOf(specialCategoryAspects);
            socialNetworkAspects = Set.copyOf(socialNetworkAspects);
            if (humanBatchLimit < 1) {
                throw new InvalidConfig(
                        "policy.human-batch-limit is ${policy.human-batch-limit}; it must be at least 1");
            }
            requireNotNegative("policy.human-floor", humanFloor);
            if (humanWindow.compareTo(humanFloor) < 0) {
                throw new InvalidConfig("policy.human-window is ${policy.human-window} and policy.human-floor is"
                        + " ${policy.human-floor}; nobody could have signed in time: make the first at least as long");
            }
            requireNotNegative("policy.clock-skew", clockSkew);
            if (humanPatternWindow < LEAST_PATTERN_WINDOW || humanPatternWindow > MOST_PATTERN_WINDOW) {
                throw new InvalidConfig("policy.human-pattern-window is ${policy.human-pattern-window}; it must lie"
                        + " between " + LEAST_PATTERN_WINDOW + " and " + MOST_PATTERN_WINDOW);
            }
            if (!(humanPatternLeastChanged >= 0 && humanPatternLeastChanged <= 1)) {
                throw new InvalidConfig(
                        "policy.human-pattern-least-changed is ${policy.human-pattern-least-changed}; it"
                                + " must lie between 0 and 1, e.g. 0.02");
            }
            requireLongerThanNothing("policy.conversation-window", conversationWindow);
            requireLongerThanNothing("policy.inquiry-max-age", inquiryMaxAge);
            Duration longest = inquiryMaxAge.compareTo(LONGEST_INQUIRY) < 0 ? LONGEST_INQUIRY : inquiryMaxAge;
            if (repliesRetention.compareTo(longest) < 0) {
                throw new InvalidConfig(
                        "policy.replies-retention is ${policy.replies-retention}; an inquiry may be open for "
                                + longest.toDays() + " days, and would get a second reply: make it at least as long");
            }
        }
    }

    private static void requireNotNegative(String setting, Duration duration) {
        if (duration.isNegative()) {
            throw new InvalidConfig(setting + " is ${" + setting + "}; it must be 0s or longer");
        }
    }

    private static void requireLongerThanNothing(String setting, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new InvalidConfig(setting + " is ${" + setting + "}; it must be longer than nothing");
        }
    }

    /** How long a clearance is valid. */
    public record Clearance(
            @Described(value = "A cleared record may be acted on until this long after it was cleared.", orElse = "60s")
            Duration validFor) {

        public Clearance {
            requireLongerThanNothing("clearance.valid-for", validFor);
        }
    }

    /** How long a quarantined event is kept. */
    public record Quarantine(
            @Described(
                    value =
                            "Stated on each quarantined event as retainUntil, when its content is gone. `gate topics create` sets the topic's retention a day less (a tenth less below 10d), since brokers delete in segments; no case is open for longer than that.",
                    orElse = "30d")
            Duration retention) {

        public Quarantine {
            requireLongerThanNothing("quarantine.retention", retention);
        }
    }

    /** When a human's verdict on a quarantined event counts. No setting can turn human review into a formality. */
    public record Review(
            @Described(
                    value =
                            "Least active time that a reviewer must have spent on a case; the same floor holds for the one who confirms.",
                    orElse = "20s")
            Duration floor,

            @Described(
                    value = "Roles whose holders may decide on a case, as reviewerRole of a verdict names them.",
                    orElse = "reviewer, second-reviewer")
            Set<String> roles,

            @Described(
                    value = "Role that a second reviewer must hold to confirm another's verdict.",
                    orElse = "second-reviewer")
            String secondRole,

            @Described(
                    value =
                            "Who may not decide on what, as reviewer=campaign or reviewer=model: the authors of what is reviewed.",
                    inWords = "none")
            Set<String> conflicts,

            @Described(
                    value =
                            "When a verdict that lets an event go needs a second reviewer: ALWAYS, or by PATTERN, when the reviewer's figures pass a threshold. There is no never.",
                    orElse = "PATTERN")
            String fourEyes,

            @Described(
                    value = "A case open for longer is closed as expired; it is never released by that.",
                    orElse = "30d")
            Duration maxOpen,

            @Described(
                    value =
                            "How long review-outcomes and review-activity are kept, and the ids of verdicts that were used; the topics' retention that `gate topics create` sets.",
                    orElse = "1095d")
            Duration retention,

            @Described(
                    value =
                            "How long the figures of a reviewer are kept after their last verdict, and those of a human whom publishers name as having decided after the last such decision. At least review.figures.burst-within.",
                    orElse = "365d")
            Duration figuresRetention,

            @Described(
                    value =
                            "Share of quarantined messages beside which a synthetic control case is planted, e.g. 0.02, as far as they lack nothing but a consent and follow a cleared one. It is never released, whatever the verdict.",
                    orElse = "0")
            double controlShare,

            @Described(
                    value =
                            "Whether upholding any decision that puts a person in a worse position needs an explanationRef; in credit and insurance it does in any case.",
                    orElse = "false")
            boolean explanationRequired,

            Figures figures,
            Console console) {

        public Review {
            roles = Set.copyOf(roles);
            conflicts = Set.copyOf(conflicts);
            requireLongerThanNothing("review.floor", floor);
            requireLongerThanNothing("review.max-open", maxOpen);
            requireLongerThanNothing("review.retention", retention);
            if (figuresRetention.compareTo(figures.burstWithin()) < 0) {
                throw new InvalidConfig(
                        "review.figures-retention is ${review.figures-retention} and"
                                + " review.figures.burst-within is ${review.figures.burst-within}; a burst would be forgotten before it is one: make the first at least as long");
            }
            if (!Set.of("ALWAYS", "PATTERN").contains(fourEyes)) {
                throw new InvalidConfig("review.four-eyes is ${review.four-eyes}; write ALWAYS or PATTERN");
            }
            if (figures.medianFloor().compareTo(floor) <= 0) {
                throw new InvalidConfig("review.figures.median-floor is ${review.figures.median-floor} and"
                        + " review.floor is ${review.floor}; no verdict under the floor is taken, so no median could ever be below it: make the"
                        + " first longer than the second");
            }
            if (floor.multipliedBy(figures.burst()).compareTo(figures.burstWithin()) > 0) {
                throw new InvalidConfig(
                        "review.figures.burst is ${review.figures.burst}, review.figures.burst-within is"
                                + " ${review.figures.burst-within} and review.floor is ${review.floor}; so many verdicts one"
                                + " after another take longer than that: make review.figures.burst-within at least "
                                + ShortDuration.text(floor.multipliedBy(figures.burst())));
            }
            if (!(controlShare >= 0 && controlShare <= 0.5)) {
                throw new InvalidConfig(
                        "review.control-share is ${review.control-share}; it must lie between 0 and 0.5, e.g. 0.02 for one case in fifty");
            }
        }
    }

    /** When a reviewer's verdicts look like rubber-stamping, so that another reviewer must confirm the next one. */
    public record Figures(
            @Described(
                    value =
                            "How many of a reviewer's latest verdicts are looked at, counted per partition of the topics.",
                    orElse = "50")
            int window,

            @Described(value = "Fewest verdicts that a median or a share is drawn from; at most 100.", orElse = "20")
            int least,

            @Described(
                    value = "A median of active time below this is a pattern; longer than review.floor.",
                    orElse = "30s")
            Duration medianFloor,

            @Described(
                    value =
                            "A share of verdicts that release, or uphold what the system decided, above this is a pattern.",
                    orElse = "0.95")
            double mostUpheld,

            @Described(
                    value =
                            "This many releases with one and the same rationale within the burst's time are a pattern; at most the window.",
                    orElse = "5")
            int burst,

            @Described(value = "The time of a burst; at least review.floor for each verdict of it.", orElse = "10m")
            Duration burstWithin,

            @Described(
                    value = "This many failed control cases in the window are a pattern; at most the window.",
                    orElse = "1")
            int failedControls) {

        private static final int MOST_LEAST = 100;
        private static final int MOST_WINDOW = 1_000;

        public Figures {
            requireLongerThanNothing("review.figures.median-floor", medianFloor);
            requireLongerThanNothing("review.figures.burst-within", burstWithin);
            if (least < 1 || least > MOST_LEAST) {
                throw new InvalidConfig("review.figures.least is ${review.figures.least}; it must lie between 1 and "
                        + MOST_LEAST + ", since it is counted per partition");
            }
            if (window < least || window > MOST_WINDOW) {
                throw new InvalidConfig("review.figures.window is ${review.figures.window}; it must lie between"
                        + " review.figures.least, ${review.figures.least}, and " + MOST_WINDOW);
            }
            if (!(mostUpheld > 0 && mostUpheld <= 1)) {
                throw new InvalidConfig("review.figures.most-upheld is ${review.figures.most-upheld}; it must be more"
                        + " than 0 and at most 1, e.g. 0.95");
            }
            if (burst < 2 || burst > window) {
                throw new InvalidConfig("review.figures.burst is ${review.figures.burst}; it must lie between 2 and"
                        + " review.figures.window, ${review.figures.window}, or it could never be reached");
            }
            if (failedControls < 1 || failedControls > window) {
                throw new InvalidConfig("review.figures.failed-controls is ${review.figures.failed-controls}; it must"
                        + " lie between 1 and review.figures.window, ${review.figures.window}, or it could never be"
                        + " reached");
            }
        }
    }

    /** Health and metrics for operators. */
    public record Ops(
            @Described(
                    value =
                            "Port on which `gate run` serves /health/live, /health/ready and /metrics over plain HTTP; 0 for none.",
                    orElse = "8090")
            int port,

            @Described(
                    value =
                            "Address it listens on. All by default, since probes and Prometheus come from other hosts; what they see holds no personal data and nothing can be changed there.",
                    orElse = "0.0.0.0")
            String address,

            @Described(
                    value =
                            "A stream thread that has stood at one record for longer is hung: the gate is neither ready nor live any more, so that its supervisor starts it again. Waiting for consent or for the registry is no such time. One that has stood at no record for longer waits for brokers: that makes health DEGRADED. Best below max.poll.interval.ms.",
                    orElse = "3m")
            Duration hungAfter,

            @Described(
                    value =
                            "A publisher's transaction on what the gate reads that has been open for longer makes health DEGRADED.",
                    orElse = "1m")
            Duration openTransactionAfter,

            @Described(
                    value =
                            "How long health is DEGRADED after a rule threw, or a consent came out of date or in doubt.",
                    orElse = "15m")
            Duration incidentsShownFor) {

        public Ops {
            requireLongerThanNothing("ops.hung-after", hungAfter);
            requireLongerThanNothing("ops.open-transaction-after", openTransactionAfter);
            requireLongerThanNothing("ops.incidents-shown-for", incidentsShownFor);
            if (port < 0 || port > 65_535) {
                throw new InvalidConfig("ops.port is ${ops.port}; it must lie between 1 and 65535, or be 0 for none");
            }
        }
    }

    /** The web application that `gate review` serves. */
    public record Console(
            @Described(value = "Port on which `gate review` serves the console.", orElse = "8085")
            int port,

            @Described(
                    value =
                            "Address it listens on. For any other than a loopback address, public-url must be an https one: the console speaks plain HTTP and expects a proxy with TLS before it.",
                    orElse = "127.0.0.1")
            String address,

            @Described(
                    value =
                            "Address under which browsers reach the console, e.g. https://review.example.org/gate. Its path is the console's, too.",
                    inWords = "http://, the address and the port")
            @Nullable
            URI publicUrl,

            @Described(
                    value =
                            "Folder of the console's index of the log; one per process. It may be deleted while the console is stopped, and is built anew.",
                    orElse = "./review-state")
            Path stateDir,

            @Described(
                    value =
                            "Signs in whoever comes as a demo reviewer, second reviewer or auditor of their choice. Refused on any other than a loopback address.",
                    orElse = "false")
            boolean demoIdentity,

            @Described(
                    value = "A session ends when nothing was done for this long; a warning comes 60 s before.",
                    orElse = "15m")
            Duration sessionTimeout,

            @Described(value = "A session ends this long after sign-in at the latest.", orElse = "12h")
            Duration sessionLifetime,

            @Described(value = "Time zone of the dates that the console shows.", orElse = Poland.TIME_ZONE)
            ZoneId timeZone,

            Oidc oidc) {

        private static final Duration SHORTEST_TIMEOUT = Duration.ofMinutes(2);

        public Console {
            if (port < 0 || port > 65_535) {
                throw new InvalidConfig("review.console.port is ${review.console.port}; it must lie between 1 and"
                        + " 65535, or be 0 for any that is free");
            }
            if (sessionTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
                throw new InvalidConfig(
                        "review.console.session-timeout is ${review.console.session-timeout}; it must be at least "
                                + ShortDuration.text(SHORTEST_TIMEOUT) + ", or nobody can react to the warning");
            }
            requireLongerThanNothing("review.console.session-lifetime", sessionLifetime);
        }
    }

    /** Sign-in to the console by OpenID Connect: authorization code with PKCE. */
    public record Oidc(
            @Described(
                    value = "Issuer whose /.well-known/openid-configuration describes it.",
                    inWords = "none: nobody can sign in")
            @Nullable
            URI issuer,

            @Described(value = "The console's client id there.", orElse = "consent-gate-review")
            String clientId,

            @Described(value = "File that holds the client's secret.", inWords = "none: a public client") @Nullable
            Path clientSecretFile,

            @Described(
                    value =
                            "Claim with the roles reviewer, second-reviewer, auditor; a dot goes one level down, e.g. realm_access.roles, unless a claim has the whole name.",
                    orElse = "roles")
            String rolesClaim,

            @Described(
                    value =
                            "Claim that stands for the person in verdicts and in the audit trail, for years: choose one that is a pseudonym.",
                    orElse = "sub")
            String reviewerClaim,

            @Described(
                    value = "Audience of the bearer tokens that the JSON API takes; never the client id.",
                    inWords = "none: sessions only")
            @Nullable
            String apiAudience) {

        public Oidc {
            if (clientId.equals(apiAudience)) {
                throw new InvalidConfig("review.console.oidc.api-audience equals client-id; then an ID token, which is"
                        + " no key to anything, would open the API. Give the API an audience of its own");
            }
        }
    }
}
