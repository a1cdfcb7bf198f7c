// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Schemas, subjects and compatibility levels, in one file. Before a change is answered, the whole file is replaced, so
 * an id means the same schema for ever. Thread-safe.
 */
final class SchemaCatalogue {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private State state;

    /**
     * Opens the catalogue.
     *
     * @param file read when it exists, else written at the first change
     */
    SchemaCatalogue(Path file) {
        this.file = file;
        this.state = Files.exists(file) ? read(file) : State.EMPTY;
    }

    /** A schema with its id. */
    record RegisteredSchema(
            int id, String guid, @JsonProperty("schema") String text) {}

    /** A schema as one version of a subject; versions count from 1. */
    record SubjectVersion(String subject, int version, RegisteredSchema schema) {}

    /** The whole content; {@code subjects} maps to the schema ids of the versions, oldest first. */
    private record State(
            List<RegisteredSchema> schemas,
            SortedMap<String, List<Integer>> subjects,
            CompatibilityLevel compatibility,
            SortedMap<String, CompatibilityLevel> subjectCompatibility) {

        static final State EMPTY = new State(List.of(), new TreeMap<>(), CompatibilityLevel.BACKWARD, new TreeMap<>());

        RegisteredSchema schema(int id) {
            return schemas.get(id - 1);
        }

        State withSchema(RegisteredSchema schema) {
            List<RegisteredSchema> extended = new ArrayList<>(schemas);
            extended.add(schema);
            return new State(extended, subjects, compatibility, subjectCompatibility);
        }

        State withVersion(String subject, int schemaId) {
            SortedMap<String, List<Integer>> extended = new TreeMap<>(subjects);
            List<Integer> versions = new ArrayList<>(extended.getOrDefault(subject, List.of()));
            versions.add(schemaId);
            extended.put(subject, versions);
            return new State(schemas, extended, compatibility, subjectCompatibility);
        }

        State withLevel(CompatibilityLevel level) {
            return new State(schemas, subjects, level, subjectCompatibility);
        }

        State withLevel(String subject, CompatibilityLevel level) {
            SortedMap<String, CompatibilityLevel> extended = new TreeMap<>(subjectCompatibility);
            extended.put(subject, level);
            return new State(schemas, subjects, compatibility, extended);
        }
    }

    /**
     * Makes the schema a version of the subject, or returns the existing version.
     *
     * @throws RegistryRefusal when the text is no Avro schema, or may not follow the subject's earlier versions
     */
    synchronized SubjectVersion register(String subject, String text) {
        Schema candidate = parse(text);
        Optional<SubjectVersion> known = versionWith(subject, candidate);
        if (known.isPresent()) {
            return known.get();
        }
        List<String> conflicts = level(subject).conflicts(candidate, parsedVersions(subject));
        if (!conflicts.isEmpty()) {
            throw RegistryRefusal.incompatible(subject, level(subject), conflicts);
        }
        Optional<RegisteredSchema> elsewhere = schemaWith(candidate);
        RegisteredSchema schema = elsewhere.orElseGet(() -> newSchema(candidate));
        State extended = elsewhere.isPresent() ? state : state.withSchema(schema);
        replace(extended.withVersion(subject, schema.id()));
        return latest(subject);
    }

    /**
     * The subject's version with this schema.
     *
     * @throws RegistryRefusal when there is none, or the text is no Avro schema
     */
    synchronized SubjectVersion lookUp(String subject, String text) {
        requireSubject(subject);
        return versionWith(subject, parse(text)).orElseThrow(() -> RegistryRefusal.schemaNotFound("given"));
    }

    synchronized List<String> subjects() {
        return List.copyOf(state.subjects().keySet());
    }

    /**
     * All versions of the subject, oldest first.
     *
     * @throws RegistryRefusal when there is no such subject
     */
    synchronized List<SubjectVersion> versions(String subject) {
        requireSubject(subject);
        return versionsOrNone(subject);
    }

    /**
     * One version of the subject.
     *
     * @throws RegistryRefusal when there is no such subject or version
     */
    synchronized SubjectVersion version(String subject, int version) {
        List<SubjectVersion> versions = versions(subject);
        if (version < 1 || version > versions.size()) {
            throw RegistryRefusal.versionNotFound(version);
        }
        return versions.get(version - 1);
    }

    /**
     * The newest version of the subject.
     *
     * @throws RegistryRefusal when there is no such subject
     */
    synchronized SubjectVersion latest(String subject) {
        List<SubjectVersion> versions = versions(subject);
        return versions.get(versions.size() - 1);
    }

    synchronized Optional<RegisteredSchema> schema(int id) {
        return id < 1 || id > state.schemas().size() ? Optional.empty() : Optional.of(state.schema(id));
    }

    synchronized Optional<RegisteredSchema> schema(String guid) {
        return state.schemas().stream()
                .filter(schema -> schema.guid().equals(guid))
                .findFirst();
    }

    /** All versions of all subjects with this schema. */
    synchronized List<SubjectVersion> usesOf(RegisteredSchema schema) {
        return state.subjects().keySet().stream()
                .flatMap(subject -> versionsOrNone(subject).stream())
                .filter(version -> version.schema().equals(schema))
                .toList();
    }

    /**
     * Why the schema may not follow these versions, by the level of the subject; empty when it may.
     *
     * @throws RegistryRefusal when the text is no Avro schema
     */
    synchronized List<String> conflicts(String subject, String text, List<SubjectVersion> earlier) {
        return level(subject)
                .conflicts(
                        parse(text),
                        earlier.stream()
                                .map(version -> parse(version.schema().text()))
                                .toList());
    }

    /** The default level, for subjects without a level of their own. */
    synchronized CompatibilityLevel level() {
        return state.compatibility();
    }

    synchronized Optional<CompatibilityLevel> ownLevel(String subject) {
        return Optional.ofNullable(state.subjectCompatibility().get(subject));
    }

    synchronized void setLevel(CompatibilityLevel level) {
        replace(state.withLevel(level));
    }

    synchronized void setLevel(String subject, CompatibilityLevel level) {
        replace(state.withLevel(subject, level));
    }

    private CompatibilityLevel level(String subject) {
        return ownLevel(subject).orElse(level());
    }

    private void requireSubject(String subject) {
        if (!state.subjects().containsKey(subject)) {
            throw RegistryRefusal.subjectNotFound(subject);
        }
    }

    private List<SubjectVersion> versionsOrNone(String subject) {
        List<SubjectVersion> versions = new ArrayList<>();
        for (int schemaId : state.subjects().getOrDefault(subject, List.of())) {
            versions.add(new SubjectVersion(subject, versions.size() + 1, state.schema(schemaId)));
        }
        return versions;
    }

    private List<Schema> parsedVersions(String subject) {
        return versionsOrNone(subject).stream()
                .map(version -> parse(version.schema().text()))
                .toList();
    }

    private Optional<SubjectVersion> versionWith(String subject, Schema schema) {
        return versionsOrNone(subject).stream()
                .filter(version -> version.schema().text().equals(schema.toString()))
                .findFirst();
    }

    private Optional<RegisteredSchema> schemaWith(Schema schema) {
        return state.schemas().stream()
                .filter(registered -> registered.text().equals(schema.toString()))
                .findFirst();
    }

    private RegisteredSchema newSchema(Schema schema) {
        String text = schema.toString();
        // MD5 over the text, as in the Confluent registry; clients must look it up, never compute it.
        String guid =
                UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        return new RegisteredSchema(state.schemas().size() + 1, guid, text);
    }

    private static Schema parse(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw RegistryRefusal.invalidSchema(String.valueOf(e.getMessage()));
        }
    }

    private void replace(State next) {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(written, JSON.writeValueAsBytes(next));
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw RegistryRefusal.storeFailed("writing " + file + ": " + e.getMessage());
        }
        state = next;
    }

    private static State read(Path file) {
        try {
            return JSON.readValue(file.toFile(), State.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Reading the schemas from " + file + ". Restore the file, or delete it to begin with none.", e);
        }
    }
}
