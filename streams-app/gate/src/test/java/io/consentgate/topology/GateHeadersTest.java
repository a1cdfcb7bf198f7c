// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class GateHeadersTest {

    /** A reader that compares names without case would take a publisher's own header for the gate's clearance. */
    @Test
    void shouldTakeOutReservedHeadersInAnyLetterCase() {
        RecordHeaders headers = new RecordHeaders();
        for (String name : List.of(
                "trace",
                "consent-gate-verdict",
                "Consent-Gate-Verdict",
                "CONSENT-GATE-CLEARED-AT",
                "consent-gateway")) {
            headers.add(name, new byte[] {1});
        }

        assertThat(StreamSupport.stream(GateHeaders.withoutOurs(headers).spliterator(), false)
                        .map(Header::key))
                .containsExactly("trace", "consent-gateway");
    }
}
