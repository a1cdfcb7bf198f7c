// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.config.GateConfig;
import io.consentgate.config.RegistryProperties;
import io.consentgate.serde.ControlMessageWriter;
import io.consentgate.serde.HumanDecisionWriter;
import io.consentgate.serde.QuarantinedEventWriter;
import io.consentgate.serde.ReviewOutcomeWriter;
import io.consentgate.topology.Topics;
import java.util.Map;

/** Encoders of the values that the gate itself writes, with the configured classes. */
record Writers(
        QuarantinedEventWriter quarantined,
        ReviewOutcomeWriter outcomes,
        HumanDecisionWriter decisions,
        ControlMessageWriter controls)
        implements AutoCloseable {

    /** @throws org.apache.kafka.common.config.ConfigException if a class or its configuration is unusable */
    static Writers open(GateConfig config, Topics topics) {
        Map<String, String> registry = RegistryProperties.of(config);
        String serializer = config.serde().serializer();
        return new Writers(
                QuarantinedEventWriter.open(serializer, registry, topics.quarantine()),
                ReviewOutcomeWriter.open(serializer, registry, topics.reviewOutcomes()),
                HumanDecisionWriter.open(
                        config.serde().deserializer(),
                        serializer,
                        registry,
                        topics.offerDecisions(),
                        topics.clearedDecisions()),
                ControlMessageWriter.open(serializer, registry, topics.outboundMessages()));
    }

    @Override
    public void close() {
        quarantined.close();
        outcomes.close();
        decisions.close();
        controls.close();
    }
}
