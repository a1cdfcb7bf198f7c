// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.serde.UndecodableException.Reason;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireFormatTest {

    private static final UUID GUID = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
    private static final byte[] GUID_HEADER = ByteBuffer.allocate(17)
            .put((byte) 1)
            .putLong(GUID.getMostSignificantBits())
            .putLong(GUID.getLeastSignificantBits())
            .array();

    @Test
    void shouldReadTheIdFromThePrefix() throws Exception {
        WireFormat.Framed framed = WireFormat.read(new RecordHeaders(), new byte[] {0, 0x01, 0x02, 0x03, 0x04, 9});

        assertThat(framed).isEqualTo(new WireFormat.Framed(new SchemaRef.ById(0x01020304), 5));
    }

    @Test
    void shouldReadTheGuidFromTheHeaderAndTakeTheWholeValueAsPayload() throws Exception {
        WireFormat.Framed framed = WireFormat.read(schemaId(GUID_HEADER), new byte[] {0, 0, 0, 0, 7, 9});

        assertThat(framed).isEqualTo(new WireFormat.Framed(new SchemaRef.ByGuid(GUID), 0));
    }

    @Test
    void shouldReadAnIdFromTheHeader() throws Exception {
        WireFormat.Framed framed = WireFormat.read(schemaId(new byte[] {0, 0, 0, 0, 7}), new byte[] {9});

        assertThat(framed).isEqualTo(new WireFormat.Framed(new SchemaRef.ById(7), 0));
    }

    @Test
    void shouldLetTheLastHeaderWin() throws Exception {
        Headers headers = schemaId(new byte[] {0, 0, 0, 0, 7}).add(WireFormat.VALUE_SCHEMA_ID_HEADER, GUID_HEADER);

        assertThat(WireFormat.read(headers, new byte[] {9}).schema()).isEqualTo(new SchemaRef.ByGuid(GUID));
    }

    @Test
    void shouldSayWhatIsWrongWithBytesThatAreNotInTheFormat() {
        Headers none = new RecordHeaders();

        assertUndecodable(() -> WireFormat.read(none, null), Reason.NULL_VALUE);
        assertUndecodable(() -> WireFormat.read(none, new byte[0]), Reason.EMPTY);
        assertUndecodable(() -> WireFormat.read(none, new byte[] {0, 0, 0, 7}), Reason.NOT_THE_FORMAT);
        assertUndecodable(
                () -> WireFormat.read(none, new byte[] {'{', '"', 'a', '"', ':', '1'}), Reason.NOT_THE_FORMAT);
        assertUndecodable(() -> WireFormat.read(schemaId(null), new byte[] {9}), Reason.NOT_THE_FORMAT);
        assertUndecodable(() -> WireFormat.read(schemaId(new byte[] {1, 2}), new byte[] {9}), Reason.NOT_THE_FORMAT);
        assertUndecodable(
                () -> WireFormat.read(schemaId(new byte[] {2, 0, 0, 0, 7}), new byte[] {9}), Reason.NOT_THE_FORMAT);
    }

    private static Headers schemaId(byte @Nullable [] value) {
        return new RecordHeaders().add(WireFormat.VALUE_SCHEMA_ID_HEADER, value);
    }

    private static void assertUndecodable(ThrowingCallable read, Reason reason) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
