// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Cache;
import io.consentgate.schemas.GeneratedClasses;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole Avro records in Confluent's wire format, for use in {@code value.deserializer}.
 *
 * <p>Configured by the property names of {@code io.confluent.kafka.serializers.KafkaAvroDeserializer}: {@code
 * schema.registry.url} and the client's (see {@link RegistryClient}), {@code specific.avro.reader} (false: a {@link
 * org.apache.avro.generic.GenericRecord} of the writer's schema). Thread-safe once configured.
 *
 * <p>As Kafka requires, every failure is a {@link SerializationException}. Its cause is {@link UndecodableException} or
 * {@link RegistryUnavailable}. Null gives null. Even when configured with this class, the gate decodes only the fields
 * that it needs, see {@link FactsReader#open}.
 */
public final class AvroDeserializer implements Deserializer<Object> {

    static final String SPECIFIC_READER = "specific.avro.reader";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(SPECIFIC_READER, ConfigDef.Type.BOOLEAN, false, Importance.LOW, "Return generated classes.");

    static {
        GeneratedClasses.trust();
    }

    private final Cache<Schema, AvroPayload<Object>> readers =
            KeptSchemas.byIdentity().build();
    private @Nullable SchemaSource schemas;
    private boolean specific;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new ConfigException(
                    "AvroDeserializer reads values; keys here are subject ids, use StringDeserializer");
        }
        schemas = new RegistryClient(configs);
        specific = new AbstractConfig(DEFINITION, configs, false).getBoolean(SPECIFIC_READER);
    }

    @Override
    public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public @Nullable Object deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        SchemaSource source = Objects.requireNonNull(schemas, "AvroDeserializer was not configured");
        try {
            WireFormat.Framed framed = WireFormat.read(headers, data);
            Schema writer = source.schema(framed.schema());
            return reader(writer).read(data, framed.payloadOffset());
        } catch (UndecodableException | RegistryUnavailable e) {
            throw new SerializationException("Cannot read a value of topic " + topic, e);
        } catch (AvroTypeException e) {
            throw new SerializationException(
                    "Cannot read a value of topic " + topic,
                    new UndecodableException(UndecodableException.Reason.INCOMPATIBLE_SCHEMA, "" + e.getMessage()));
        }
    }

    private AvroPayload<Object> reader(Schema writer) throws UndecodableException {
        AvroPayload<Object> known = readers.getIfPresent(writer);
        if (known != null) {
            return known;
        }
        AvroPayload<Object> reader = AvroPayload.plan(
                writer,
                () -> specific ? specificReader(writer) : new GenericDatumReader<>(writer, writer, new GenericData()));
        readers.put(writer, reader);
        return reader;
    }

    private static DatumReader<Object> specificReader(Schema writer) throws UndecodableException {
        Class<?> type = SpecificData.get().getClass(writer);
        if (type == null) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE,
                    SPECIFIC_READER + "=true, but there is no class " + writer.getFullName() + " on the class path");
        }
        Schema contract = SpecificData.get().getSchema(type);
        TimestampUnit.requireTheContracts(writer, contract);
        return new SpecificDatumReader<>(writer, contract, SpecificData.getForClass(type));
    }
}
