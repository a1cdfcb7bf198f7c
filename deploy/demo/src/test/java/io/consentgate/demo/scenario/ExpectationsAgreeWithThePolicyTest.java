// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.consentgate.local.SchemaRegistryServer;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.Reason;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdicts stated by hand, held against the policy: a disagreement is a fault in one of them. */
class ExpectationsAgreeWithThePolicyTest {

    private final Policy policy = Policy.standard(PolicyOptions.defaults());

    @Test
    void shouldExpectWhatThePolicySays(@TempDir Path folder) throws Exception {
        try (SchemaRegistryServer registry =
                        SchemaRegistryServer.builder(folder).start();
                AvroSerializer serializer = new AvroSerializer()) {
            Map<String, String> properties = Map.of("schema.registry.url", registry.url());
            serializer.configure(properties, false);
            try (FactsReader reader = FactsReader.open(
                    AvroDeserializer.class.getName(),
                    properties,
                    new FactsReader.InputTopics(
                            "outbound-messages", "offer-decisions", "consent-state", "review-verdicts"))) {
                Scenario scenario = new Scenario(20261124, Clock.systemUTC(), new Scenario.Mix(0, 0));
                for (int i = 0; i < Scenario.acts() + 500; i++) {
                    judge(scenario.next(), serializer, reader);
                }
            }
        }
    }

    private void judge(Story story, AvroSerializer serializer, FactsReader reader) throws UndecodableException {
        ConsentView consent = consent(story, serializer, reader);
        GateMemory memory = GateMemory.EMPTY;
        for (Event event : story.events()) {
            byte[] value = encoded(serializer, event.value());
            Instant now = Instant.now();
            if (event.malformation() != null) {
                byte[] malformed = event.malformation().applyTo(value);
                String reason = undecodable(reader, event.input(), malformed);
                assertThat(event.expectation()).isEqualTo(new Expectation.DeadLettered(reason));
                continue;
            }
            switch (event.input()) {
                case OUTBOUND_MESSAGES -> {
                    MessageFacts message = reader.readMessage(new RecordHeaders(), value);
                    Assessment assessment = policy.assess(message, consent, memory, now);
                    List<String> usedUp = policy.inquiriesUsedUp(message, consent, now);
                    if (assessment instanceof Assessment.Cleared && !usedUp.isEmpty()) {
                        memory = GateMemory.repliedBy(usedUp.stream()
                                .collect(Collectors.toMap(Function.identity(), inquiry -> message.messageId())));
                    }
                    assertThat(verdict(assessment)).as(story.toString()).isEqualTo(event.expectation());
                }
                case OFFER_DECISIONS ->
                    assertThat(verdict(policy.assess(
                                    reader.readDecision(new RecordHeaders(), value), consent, HumanHistory.EMPTY, now)))
                            .as(story.toString())
                            .isEqualTo(event.expectation());
                case CONSENT_STATE -> fail("only a malformed consent record is an event");
            }
        }
    }

    private static ConsentView consent(Story story, AvroSerializer serializer, FactsReader reader)
            throws UndecodableException {
        ConsentFacts newest = null;
        for (Story.Said said : story.said()) {
            if (said.state() == null) {
                newest = null;
                continue;
            }
            ConsentFacts facts = reader.readConsent(new RecordHeaders(), encoded(serializer, said.state()));
            newest = newest == null || newest.version() <= facts.version() ? facts : newest;
        }
        return newest == null ? ConsentView.NoRecord.NO_RECORD : newest;
    }

    private static byte[] encoded(AvroSerializer serializer, SpecificRecord value) {
        return Objects.requireNonNull(serializer.serialize(value.getClass().getSimpleName(), value));
    }

    private static Expectation verdict(Assessment assessment) {
        return assessment instanceof Assessment.Diverted diverted
                ? new Expectation.Quarantined(codes(diverted.violations()))
                : new Expectation.Cleared(codes(assessment.advice()));
    }

    private static Set<RuleCode> codes(List<Reason> reasons) {
        return reasons.stream().map(Reason::code).collect(toSet());
    }

    private static String undecodable(FactsReader reader, Input input, byte @Nullable [] value) {
        try {
            switch (input) {
                case OUTBOUND_MESSAGES -> reader.readMessage(new RecordHeaders(), value);
                case OFFER_DECISIONS -> reader.readDecision(new RecordHeaders(), value);
                case CONSENT_STATE -> reader.readConsent(new RecordHeaders(), value);
            }
            return fail("a malformed value was read");
        } catch (UndecodableException e) {
            return e.reason().name();
        }
    }
}
