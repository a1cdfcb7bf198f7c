// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Whose record it is by its key alone, which is all that an erasure has. By the contract a key is the subject id in UTF-8. Some
 * clients serialize it instead:
 *
 * <pre>
 * 00 id(4) length(zig-zag) subject     Confluent's Avro serializer
 * 00 id(4) "subject"                   Confluent's JSON serializer
 * length(zig-zag) subject              Avro, the schema named in the header __key_schema_id
 * "subject"                            a JSON string
 * </pre>
 *
 * <p>No registry is asked: a reading counts only if it takes every byte of the key and gives text that can be an id.
 */
public final class SubjectKey {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** No accepted subject id is longer than this in any of these forms; longer keys are not parsed. */
    private static final int LONGEST_SERIALIZED = 8 * 1024;

    /** Bits of a length that a Java array can have. */
    private static final int LENGTH_BITS = 35;

    private SubjectKey() {}

    /**
     * Reads a key.
     *
     * @return the subject id in UTF-8, which is the key itself if it is plain; null when the key names no subject, as a
     *     number or a record
     */
    public static byte @Nullable [] subjectIn(Headers headers, byte[] key) {
        if (headers.lastHeader(WireFormat.KEY_SCHEMA_ID_HEADER) != null) {
            byte[] subject = avroString(ByteBuffer.wrap(key));
            if (subject != null) {
                return subject;
            }
        }
        if (key.length > 0 && key[0] == WireFormat.ID_MAGIC) {
            return prefixed(key);
        }
        String text = text(key);
        if (text == null || text.isEmpty()) {
            return null;
        }
        JsonNode json = key.length > LONGEST_SERIALIZED ? null : json(text);
        if (json == null || !(json.isTextual() || json.isContainerNode())) {
            return key;
        }
        return json.isTextual() ? id(json.textValue()) : null;
    }

    /** Whether the bytes can be a plain id, even if they can be read otherwise as well. */
    public static boolean mayBePlain(byte[] key) {
        return key.length > 0 && key[0] != WireFormat.ID_MAGIC && text(key) != null;
    }

    private static byte @Nullable [] prefixed(byte[] key) {
        if (key.length <= WireFormat.PREFIX_LENGTH
                || key.length > LONGEST_SERIALIZED
                || key.length == Long.BYTES
                || ByteBuffer.wrap(key).getInt(1) <= 0) {
            // A number, such as a long of eight bytes, also begins with zeros.
            return null;
        }
        byte[] payload = Arrays.copyOfRange(key, WireFormat.PREFIX_LENGTH, key.length);
        String text = text(payload);
        JsonNode json = text == null ? null : json(text);
        // Before Avro: Avro would read the leading quote as a length, matching a text with a quote at its end.
        return json != null && json.getNodeType() == JsonNodeType.STRING
                ? id(json.textValue())
                : avroString(ByteBuffer.wrap(payload));
    }

    /** The content of an Avro string that fills the whole payload. */
    private static byte @Nullable [] avroString(ByteBuffer payload) {
        long zigZag = 0;
        int shift = 0;
        byte next;
        do {
            if (!payload.hasRemaining() || shift >= LENGTH_BITS) {
                return null;
            }
            next = payload.get();
            zigZag |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        long length = (zigZag >>> 1) ^ -(zigZag & 1);
        if (length != payload.remaining()) {
            return null;
        }
        byte[] string = new byte[payload.remaining()];
        payload.get(string);
        String text = text(string);
        return text == null ? null : id(text);
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static byte @Nullable [] id(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        boolean isId = !text.isBlank()
                && text.chars().noneMatch(Character::isISOControl)
                // JSON can escape half a surrogate pair, which is no character of an id.
                && text.equals(new String(bytes, UTF_8));
        return isId ? bytes : null;
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}
