// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.topology.Skips;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which records end the gate at every start, by what starts in this state folder ended in, one after the other:
 *
 * <ul>
 *   <li>A record that was at work each time is named by itself.
 *   <li>Where no record was at work, as within a poll or a commit, partitions are named whose position has not moved over
 *       these starts although there are records. Their next records are then fetched one by one, so that the one that ends the
 *       gate while it is fetched is at work, too.
 * </ul>
 *
 * <p>An end in order, or one that says itself why it came (a refusal, a registry that was waited for in vain), begins the
 * count again: so a new version, for which the gate was stopped, tries a record again. A folder that does not outlive its
 * process knows of nothing. Thread-safe.
 */
final class FatalRecords {

    private static final Logger LOG = LoggerFactory.getLogger(FatalRecords.class);

    private static final String FILE = "records-at-work";
    private static final String HISTORY = "records-at-work.ends";
    private static final int MOST_TOLD = 5;

    private static final String RECORD = "record";
    private static final String FETCHED = "fetched";
    private static final String POSITION = "position";
    private static final int WORDS = 5;

    private final Path file;
    private final Path historyFile;
    private final String prefix;
    private final Topics topics;
    private final RecordsAtWork atWork;
    private final List<FatalRecord> records;
    private final List<FatalRecord> positions;
    private final List<FatalRecord> suspected;
    private final List<FatalRecord> named;
    private final List<FatalRecord> stoodStill;

    private FatalRecords(
            Path folder,
            Topics topics,
            String prefix,
            RecordsAtWork atWork,
            List<FatalRecord> records,
            List<FatalRecord> positions,
            int starts) {
        this.file = folder.resolve(FILE);
        this.historyFile = folder.resolve(HISTORY);
        this.topics = topics;
        this.prefix = prefix;
        this.atWork = atWork;
        this.records = records;
        this.positions = positions;
        List<FatalRecord> still = atLeast(starts, positions);
        this.named = new CopyOnWriteArrayList<>(atLeast(starts, records));
        this.stoodStill = new CopyOnWriteArrayList<>(named.isEmpty() ? still : List.of());
        // Fetched one by one, records before it may be committed: then no position stands still any more.
        this.suspected = named.stream().allMatch(FatalRecord::unread)
                ? Stream.concat(still.stream(), records.stream().filter(FatalRecord::unread))
                        .toList()
                : List.of();
        atWork.await(Stream.concat(named.stream(), stoodStill.stream()).toList());
    }

    /**
     * Looks at how earlier processes of that folder ended; writes nothing yet.
     *
     * @param folder the application's below the state folder, which need not exist yet
     * @param prefix of the topics' names
     * @param backlogs what is to be read of each partition that has anything
     * @param starts so many ends in a row make a record fatal
     */
    static FatalRecords look(
            Path folder,
            Topics topics,
            String prefix,
            RecordsAtWork atWork,
            Map<TopicPartition, Backlog> backlogs,
            int starts) {
        RecordsAtWork.End end = lastEnd(atWork, folder.resolve(FILE));
        List<FatalRecord> before = end.inOrder() ? List.of() : history(folder.resolve(HISTORY), RECORD, FETCHED);
        List<FatalRecord> stood = end.inOrder() ? List.of() : history(folder.resolve(HISTORY), POSITION);
        List<FatalRecord> records = end.records().stream()
                .filter(record -> !record.unread() || isToCome(record, backlogs))
                .map(record -> once(record, before))
                .toList();
        List<FatalRecord> positions = backlogs.entrySet().stream()
                .map(backlog ->
                        new FatalRecord(backlog.getKey(), backlog.getValue().position(), 0))
                .map(position -> once(position, stood))
                .sorted(Comparator.comparing(
                                (FatalRecord position) -> position.partition().topic())
                        .thenComparing(position -> position.partition().partition()))
                .toList();
        return new FatalRecords(folder, topics, prefix, atWork, records, positions, starts);
    }

    /** At the end of its partition a gate that fetches one by one waits for a record that is not there yet. */
    private static boolean isToCome(FatalRecord record, Map<TopicPartition, Backlog> backlogs) {
        Backlog backlog = backlogs.get(record.partition());
        return backlog != null && backlog.mayHold(record.offset());
    }

    private static RecordsAtWork.End lastEnd(RecordsAtWork atWork, Path file) {
        try {
            return atWork.lastEnd(file);
        } catch (UncheckedIOException e) {
            LOG.warn("How the gate ended last is not known: {} ({})", e.getMessage(), String.valueOf(e.getCause()));
            return RecordsAtWork.End.UNKNOWN;
        }
    }

    /** Once more than before, where it was there before. */
    private static FatalRecord once(FatalRecord found, List<FatalRecord> before) {
        return before.stream()
                .filter(found::isAt)
                .findFirst()
                .map(earlier -> new FatalRecord(found.partition(), found.offset(), earlier.ends() + 1, found.unread()))
                .orElse(found);
    }

    private static List<FatalRecord> atLeast(int ends, List<FatalRecord> counted) {
        return counted.stream().filter(place -> place.ends() >= ends).toList();
    }

    // ---- what is known

    /**
     * Takes what is stepped over out of what is to be named.
     *
     * @param ordered by an operator, or of the gate's own accord
     */
    void withdraw(Skips ordered) {
        named.removeIf(record -> ordered.contains(record.partition(), record.offset()));
    }

    /** From where on, by partition, a record may come that ends the gate while it is fetched. */
    Map<TopicPartition, Long> suspected() {
        return suspected.stream().collect(Collectors.toMap(FatalRecord::partition, FatalRecord::offset, Math::max));
    }

    /**
     * Records that the gate may step over without an operator's order. They hold no consent, and no other record, which might
     * be the cause, was at work when the last start ended.
     */
    List<FatalRecord> certainAndWithoutConsent() {
        if (records.size() != 1) {
            return List.of();
        }
        return named.stream()
                .filter(record -> !topics.consent().contains(record.partition().topic()))
                .toList();
    }

    /** Writes to the log what is known. */
    void tell() {
        sentences().forEach(sentence -> LOG.error("{}", sentence));
    }

    /** A sentence on each that is not behind the gate yet. */
    List<String> sentences() {
        named.removeIf(atWork::isPast);
        stoodStill.removeIf(atWork::isPast);
        List<String> sentences = new ArrayList<>();
        named.forEach(record -> sentences.add(sentence(record)));
        stoodStill.stream().limit(MOST_TOLD).map(this::sentenceOfPosition).forEach(sentences::add);
        return sentences;
    }

    private String sentence(FatalRecord record) {
        boolean consent = topics.consent().contains(record.partition().topic());
        if (record.unread()) {
            return record.ends() + " starts in a row ended while the record at " + record.place()
                    + " was fetched. Where the exit code is 3, start it once with more heap (-Xmx)"
                    + (consent && topics.isRerouted(record.partition().topic())
                            ? ". It is a consent that the gate brought there: only the record itself says whose it is, so it"
                                    + " cannot be stepped over unread"
                            : "; or, to have it stepped over unread, run: gate skip " + arguments(record)
                                    + " --without-reading"
                                    + (consent ? " --subject ID" : "") + " --reason '…'"
                                    + (consent
                                            ? ", where ID is the id of the person whose consent it is: ask its publisher"
                                            : ""));
        }
        return record.ends() + " starts in a row ended at the record at " + record.place()
                + (records.size() > 1 ? ". Other threads were at work, too, and each began at its same record" : "")
                + ". Look why (the log, the exit code); to have it stepped over, run: gate skip " + arguments(record)
                + " --reason '…'"
                + (consent
                        ? ". It is a consent: say --key-is-subject as well, once you have made sure that its key is the id of"
                                + " the person whom it is about"
                        : "");
    }

    private String sentenceOfPosition(FatalRecord position) {
        return position.ends() + " starts in a row ended without getting past " + position.place()
                + ", and at no record in particular, as while records are fetched or results written. This start fetches the next"
                + " records there one by one: where it ends at one of them, that is named after as many such"
                + " starts. Where the exit code is"
                + " 3, to start it once with more heap (-Xmx) may do: a single record may be larger than it";
    }

    private String arguments(FatalRecord record) {
        TopicPartition place = record.partition();
        return place.topic().substring(prefix.length()) + " " + place.partition() + " " + record.offset();
    }

    // ---- for the next start

    /**
     * Writes down what is known, and begins to note what is at work. To be called when the folder is this process's own. Where it
     * cannot, the gate works on without: what names a fatal record is not worth to stop one that works.
     */
    void begin() {
        try {
            write();
        } catch (UncheckedIOException e) {
            LOG.warn(
                    "No record can be named that ends the gate: {} ({})", e.getMessage(), String.valueOf(e.getCause()));
        }
    }

    private void write() {
        List<String> lines = Stream.concat(
                        records.stream().map(record -> line(record.unread() ? FETCHED : RECORD, record)),
                        positions.stream().map(position -> line(POSITION, position)))
                .toList();
        Path written = historyFile.resolveSibling(HISTORY + ".new");
        try {
            Files.createDirectories(historyFile.toAbsolutePath().getParent());
            Files.write(written, lines, UTF_8);
            Files.move(written, historyFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + historyFile + "; give this user the folder", e);
        }
        atWork.noteIn(file);
    }

    private static String line(String kind, FatalRecord place) {
        return String.join(
                " ",
                kind,
                String.valueOf(place.ends()),
                String.valueOf(place.partition().partition()),
                String.valueOf(place.offset()),
                place.partition().topic());
    }

    /** What cannot be read is as if it had not been. */
    private static List<FatalRecord> history(Path file, String... kinds) {
        try {
            return Files.readAllLines(file, UTF_8).stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length == WORDS && List.of(kinds).contains(words[0]))
                    .map(words -> new FatalRecord(
                            new TopicPartition(words[4], Integer.parseInt(words[2])),
                            Long.parseLong(words[3]),
                            Integer.parseInt(words[1]),
                            words[0].equals(FETCHED)))
                    .toList();
        } catch (IOException | NumberFormatException none) {
            return List.of();
        }
    }
}
