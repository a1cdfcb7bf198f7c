// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consentgate.events.OutboundMessage;
import io.consentgate.serde.UndecodableException.Reason;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two addresses exist so that one of them may be down. */
class RegistryPartlyAwayTest {

    private static final int INVENTED = 987_654;
    private static final Duration SHORT = Duration.ofMillis(200);

    @AutoClose
    private final FakeRegistry follower = new FakeRegistry();

    @AutoClose
    private final RegistryWait wait = new RegistryWait(new RegistryHealth(Clock.systemUTC()), SHORT.multipliedBy(2));

    private FactsReader reader;

    @BeforeEach
    void openWithoutALeader() {
        follower.with("/subjects", 200, "[\"s\"]")
                .with("/subjects/s/versions/latest", 200, FakeRegistry.schemaBody(OutboundMessage.getClassSchema()));
        String gone;
        try (FakeRegistry leader = new FakeRegistry()) {
            gone = leader.url();
        }
        Map<String, String> properties = Map.of("schema.registry.url", gone + "," + follower.url(), "max.retries", "0");
        reader = new WaitingFactsReader(
                new ProjectingFactsReader(new RegistryClient(properties)),
                new RegistryPatience(wait, Duration.ofMinutes(1), SHORT, SHORT));
    }

    @Test
    void shouldGoOnWithoutAnIdThatTheOtherAddressDoesNotHave() {
        assertThat(bad(INVENTED)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
        assertThat(bad(INVENTED + 1)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
    }

    @Test
    void shouldReadWhatTheOtherAddressGives() {
        follower.withSchema(7, OutboundMessage.getClassSchema());

        // Nothing but a schema is wanted; there is no payload.
        assertThat(bad(7)).isEqualTo(Reason.CORRUPT);
    }

    private Reason bad(int id) {
        wait.nextRecord();
        byte[] value = ByteBuffer.allocate(6).put((byte) 0).putInt(id).array();
        return catchThrowableOfType(UndecodableException.class, () -> reader.readMessage(new RecordHeaders(), value))
                .reason();
    }
}
