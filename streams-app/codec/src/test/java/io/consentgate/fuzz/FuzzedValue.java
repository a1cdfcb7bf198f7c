// SPDX-License-Identifier: Apache-2.0
package io.consentgate.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.consentgate.Events;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Avro's encoding of a value that is of a schema, of half of it, or of none. */
public final class FuzzedValue {

    private static final int MOST_STEPS = 4_000;
    private static final List<Long> LONGS = List.of(
            Events.NOW.toEpochMilli(),
            Events.NOW.minusSeconds(86_400).toEpochMilli(),
            Events.NOW.plusSeconds(86_400).toEpochMilli(),
            0L,
            1L,
            -1L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            1L << 62);
    private static final List<Integer> COUNTS = List.of(0, 0, 1, 1, 2, 5);
    private static final List<String> TEXTS = List.of(
            Events.CONTROLLER,
            "PL",
            "",
            "hmac-of-a-number",
            "contact-key-1",
            "birthdays",
            "consent-1",
            "evidence/1",
            "a reason");

    private final FuzzedDataProvider data;
    private final String subject;
    private final BinaryEncoder encoder;
    private int steps;

    private FuzzedValue(FuzzedDataProvider data, String subject, BinaryEncoder encoder) {
        this.data = data;
        this.subject = subject;
        this.encoder = encoder;
    }

    /**
     * A payload without framing.
     *
     * @param schema its text, of whatever kind
     * @param subject for fields that name one
     */
    public static byte[] of(FuzzedDataProvider data, String schema, String subject) {
        byte[] value = conforming(data, schema, subject);
        return switch (data.consumeInt(0, 9)) {
            case 0 -> Arrays.copyOf(value, data.consumeInt(0, value.length));
            case 1 -> Arrays.copyOf(value, value.length + data.consumeInt(1, 20));
            case 2 -> {
                for (int i = data.consumeInt(1, 5); i > 0 && value.length > 0; i--) {
                    value[data.consumeInt(0, value.length - 1)] = data.consumeByte();
                }
                yield value;
            }
            case 3 -> data.consumeBytes(200);
            default -> value;
        };
    }

    /** One that is of its schema as far as that is one. */
    public static byte[] conforming(FuzzedDataProvider data, String schema, String subject) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            Schema parsed = new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(schema);
            new FuzzedValue(data, subject, encoder).write(parsed, "", 0);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | StackOverflowError e) {
            // No schema; what was written until then will do.
        }
        return bytes.toByteArray();
    }

    private void write(Schema schema, String name, int depth) throws IOException {
        if (++steps > MOST_STEPS || depth > 60) {
            return;
        }
        switch (schema.getType()) {
            case NULL -> encoder.writeNull();
            case BOOLEAN -> encoder.writeBoolean(data.consumeBoolean());
            case INT -> encoder.writeInt(data.consumeBoolean() ? data.consumeInt(0, 100) : data.consumeInt());
            case LONG -> encoder.writeLong(aLong());
            case FLOAT -> encoder.writeFloat(data.consumeFloat());
            case DOUBLE -> encoder.writeDouble(data.consumeDouble());
            case STRING -> string(name);
            case BYTES -> encoder.writeBytes(data.consumeBytes(20));
            case FIXED -> encoder.writeFixed(new byte[Math.min(schema.getFixedSize(), 1_000)]);
            case ENUM ->
                encoder.writeEnum(
                        data.consumeInt(0, Math.max(0, schema.getEnumSymbols().size() - 1)));
            case UNION -> {
                int branch = data.consumeInt(0, schema.getTypes().size() - 1);
                encoder.writeIndex(branch);
                write(schema.getTypes().get(branch), name, depth + 1);
            }
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    write(field.schema(), field.name(), depth + 1);
                }
            }
            case ARRAY -> {
                int count = count();
                for (int i = 0; i < count; i++) {
                    write(schema.getElementType(), name, depth + 1);
                }
                encoder.writeArrayEnd();
            }
            case MAP -> {
                int count = count();
                for (int i = 0; i < count; i++) {
                    encoder.writeString("key-" + i);
                    write(schema.getValueType(), name, depth + 1);
                }
                encoder.writeMapEnd();
            }
        }
    }

    private long aLong() {
        return data.consumeInt(0, 5) == 5 ? data.consumeLong() : data.pickValue(LONGS);
    }

    private int count() throws IOException {
        int count = data.pickValue(COUNTS);
        if (count > 0) {
            encoder.writeArrayStart();
            encoder.setItemCount(count);
        }
        return count;
    }

    private void string(String name) throws IOException {
        if (name.equals("subjectId") && data.consumeInt(0, 15) < 15) {
            encoder.writeString(subject);
            return;
        }
        switch (data.consumeInt(0, 7)) {
            case 0 -> encoder.writeBytes(data.consumeBytes(30));
            case 1 -> encoder.writeString(data.consumeString(30));
            case 2 -> encoder.writeBytes("x".repeat(data.consumeInt(0, 3_000)).getBytes(UTF_8));
            default -> encoder.writeString(data.pickValue(TEXTS));
        }
    }
}
