// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.consentgate.schemas.GeneratedClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro records in Confluent's wire format, with the id in the prefix, for use in {@code value.serializer}.
 *
 * <p>Configured by the property names of {@code io.confluent.kafka.serializers.KafkaAvroSerializer}: {@code
 * schema.registry.url} and the client's (see {@link RegistryClient}), {@code auto.register.schemas} (true), {@code
 * use.latest.version} (false), {@code value.subject.name.strategy} (by topic). Thread-safe once configured.
 *
 * <p>As Kafka requires, every failure is a {@link SerializationException}. If the registry did not answer or refused
 * the schema, its cause is {@link RegistryUnavailable}. Null gives null, a tombstone.
 */
public final class AvroSerializer implements Serializer<Object> {

    static final String AUTO_REGISTER = "auto.register.schemas";
    static final String USE_LATEST = "use.latest.version";
    static final String SUBJECT_STRATEGY = "value.subject.name.strategy";

    private static final long MOST_SCHEMAS = 1_000;
    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    AUTO_REGISTER,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Register schemas that are not there.")
            .define(
                    USE_LATEST,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Write with the id of the subject's latest schema, which must be the record's own.")
            .define(
                    SUBJECT_STRATEGY,
                    ConfigDef.Type.STRING,
                    "TopicNameStrategy",
                    Importance.LOW,
                    "How the subject follows from topic and schema.");

    static {
        GeneratedClasses.trust();
    }

    /** @param generated whether the record has a generated class, which needs another writer than a generic record */
    private record Use(String subject, Schema schema, boolean generated) {}

    /** The schema id and the writer for a record. */
    private record Encoding(int id, DatumWriter<IndexedRecord> writer) {}

    private final Cache<Use, Encoding> encodings =
            Caffeine.newBuilder().maximumSize(MOST_SCHEMAS).build();
    private @Nullable RegistryClient registry;
    private boolean autoRegister;
    private boolean useLatest;
    private SubjectNaming naming = SubjectNaming.TOPIC;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new ConfigException("AvroSerializer writes values; keys here are subject ids, use StringSerializer");
        }
        AbstractConfig config = new AbstractConfig(DEFINITION, configs, false);
        registry = new RegistryClient(configs);
        autoRegister = config.getBoolean(AUTO_REGISTER);
        useLatest = config.getBoolean(USE_LATEST);
        naming = SubjectNaming.of(config.getString(SUBJECT_STRATEGY));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Object data) {
        if (data == null) {
            return null;
        }
        if (!(data instanceof IndexedRecord record)) {
            throw new SerializationException("AvroSerializer was given a "
                    + data.getClass().getName() + " for topic " + topic + "; it writes Avro records only");
        }
        try {
            return encode(encoding(topic, record), record);
        } catch (RegistryUnavailable e) {
            throw new SerializationException("Cannot get a schema id for topic " + topic, e);
        }
    }

    private Encoding encoding(String topic, IndexedRecord record) {
        Schema schema = record.getSchema();
        Use use = new Use(naming.subject(topic, schema), schema, record instanceof SpecificRecord);
        Encoding known = encodings.getIfPresent(use);
        if (known != null) {
            return known;
        }
        Encoding encoding = new Encoding(
                id(use), use.generated() ? new SpecificDatumWriter<>(schema) : new GenericDatumWriter<>(schema));
        encodings.put(use, encoding);
        return encoding;
    }

    private int id(Use use) {
        RegistryClient client = Objects.requireNonNull(registry, "AvroSerializer was not configured");
        if (autoRegister) {
            return client.register(use.subject(), use.schema());
        }
        return useLatest ? latestId(client, use) : client.idOf(use.subject(), use.schema());
    }

    private static int latestId(RegistryClient client, Use use) {
        RegistryClient.Registered latest = client.latest(use.subject());
        if (SchemaNormalization.parsingFingerprint64(latest.schema())
                != SchemaNormalization.parsingFingerprint64(use.schema())) {
            throw new RegistryUnavailable(
                    RegistryUnavailable.Kind.REFUSED,
                    "The latest schema of subject " + use.subject()
                            + " is not the one that this record was made with; upgrade, or set " + USE_LATEST
                            + "=false",
                    null);
        }
        return latest.id();
    }

    private static byte[] encode(Encoding encoding, IndexedRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.write(WireFormat.ID_MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(encoding.id()).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            encoding.writer().write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvroRuntimeException | ClassCastException | NullPointerException e) {
            // Omits the cause, which may quote the field's value.
            throw new SerializationException("A " + record.getSchema().getFullName()
                    + " does not fit its own schema (a required field is null," + " or a value is of the wrong type)");
        }
        return out.toByteArray();
    }
}
