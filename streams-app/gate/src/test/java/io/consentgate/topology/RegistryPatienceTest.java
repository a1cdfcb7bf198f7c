// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.serde.ConsentReading;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryPatience;
import io.consentgate.serde.RegistryUnavailable;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.UndecodableException;
import io.consentgate.serde.WaitingFactsReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Else a thread that waits for several schemas of one record would be away for several times its patience. */
class RegistryPatienceTest {

    private static final String ANNA = "subject-anna";

    /** No longer than the shortest pause: what fails once has had the whole of it when it succeeds. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private final RegistryWait registry = new RegistryWait(new RegistryHealth(Clock.systemUTC()), Duration.ZERO);
    private ColdSchemas schemas;
    private GateScenario gate;

    @BeforeEach
    void open() {
        gate = new GateScenario(folder, this::cold, registry::nextRecord);
    }

    private FactsReader cold(FactsReader reader) {
        schemas = new ColdSchemas(reader);
        return new WaitingFactsReader(schemas, new RegistryPatience(registry, PATIENCE, Duration.ZERO));
    }

    @AfterEach
    void close() {
        gate.close();
        registry.close();
    }

    @Test
    void shouldHaveOnePatienceForAnEventAndItsConsent() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        schemas.coldEvents = 1;
        schemas.coldConsents = Integer.MAX_VALUE;
        schemas.consentsAsked = 0;

        assertThatThrownBy(() -> gate.send(
                        "outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build()))
                .hasRootCauseInstanceOf(RegistryUnavailable.class);

        assertThat(schemas.consentsAsked).isEqualTo(1);
    }

    @Test
    void shouldHaveOnePatienceForAVerdictItsEventAndItsConsent() {
        QuarantinedEvent quarantined = quarantined();
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        schemas.coldVerdicts = 1;
        schemas.coldConsents = Integer.MAX_VALUE;
        schemas.consentsAsked = 0;

        assertThatThrownBy(() -> gate.send(
                        "review-verdicts",
                        ANNA,
                        aVerdict("v-1", quarantined, Outcome.RECHECK, NOW).build()))
                .hasRootCauseInstanceOf(RegistryUnavailable.class);

        assertThat(schemas.consentsAsked).isEqualTo(1);
    }

    @Test
    void shouldHaveItAnewForEachRecord() {
        QuarantinedEvent quarantined = quarantined();

        for (int version = 1; version <= 2; version++) {
            schemas.coldConsents = 1;
            gate.consent(
                    aRecord(ANNA, version, anSmsConsent(ConsentStatus.WITHDRAWN))
                            .build(),
                    ANNA);
            schemas.coldEvents = 1;
            gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
            schemas.coldEvents = 1;
            gate.send("offer-decisions", ANNA, anAdvertShown("d-1", ANNA).build());
            schemas.coldVerdicts = 1;
            gate.send(
                    "review-verdicts",
                    ANNA,
                    aVerdict("v-" + version, quarantined, Outcome.RECHECK, NOW).build());
        }

        assertThat(gate.quarantined()).hasSize(2);
        assertThat(gate.read("cleared-decisions")).hasSize(2);
        assertThat(gate.outcomes()).hasSize(2);
    }

    private QuarantinedEvent quarantined() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-0", ANNA).build());
        return gate.quarantined().get(0);
    }

    /** Has to ask the registry, which is away for as many attempts as it is told. */
    private static final class ColdSchemas implements FactsReader {

        private final FactsReader reader;
        private int coldEvents;
        private int coldConsents;
        private int coldVerdicts;
        private int consentsAsked;

        ColdSchemas(FactsReader reader) {
            this.reader = reader;
        }

        @Override
        public MessageFacts readMessage(Headers headers, byte[] value) throws UndecodableException {
            ask(coldEvents--);
            return reader.readMessage(headers, value);
        }

        @Override
        public DecisionFacts readDecision(Headers headers, byte[] value) throws UndecodableException {
            ask(coldEvents--);
            return reader.readDecision(headers, value);
        }

        @Override
        public ConsentReading inspectConsent(Headers headers, byte[] value) throws UndecodableException {
            consentsAsked++;
            ask(coldConsents--);
            return reader.inspectConsent(headers, value);
        }

        @Override
        public VerdictFacts readVerdict(Headers headers, byte[] value) throws UndecodableException {
            ask(coldVerdicts--);
            return reader.readVerdict(headers, value);
        }

        private static void ask(int cold) {
            if (cold > 0) {
                throw new RegistryUnavailable(RegistryUnavailable.Kind.UNREACHABLE, "away", null);
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
