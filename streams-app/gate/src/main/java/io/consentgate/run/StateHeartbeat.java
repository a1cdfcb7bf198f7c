// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes once a minute, next to each task's state, when the gate last worked on it. State that is too old is deleted
 * before the gate starts, and restored from its changelogs. Their tombstones may be gone, so old state would bring
 * erased data back. The folder's own age is no measure: a copy from a backup looks new, and a folder of a gate that
 * never stopped looks as old as its first start.
 */
final class StateHeartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateHeartbeat.class);
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");
    /** Kafka Streams creates and deletes this folder together with the stores. */
    private static final String STORES = "rocksdb";

    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** A heartbeat further in the future comes from a wrong clock and says nothing about the age. */
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    private final Path folder;
    private final Duration mostAge;
    private final Clock clock;
    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "state-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param folder the application's folder below the state folder; it need not exist yet
     * @param mostAge maximum age of state
     */
    StateHeartbeat(Path folder, Duration mostAge, Clock clock) {
        this.folder = folder;
        this.mostAge = mostAge;
        this.clock = clock;
    }

    /**
     * Deletes the state of each task without a recent heartbeat. State from a gate version without heartbeats counts by
     * its folder's age. Call while no other process can use the folder.
     *
     * @throws UncheckedIOException if state can be neither read nor deleted
     */
    void deleteStale() {
        Instant now = clock.instant();
        for (Path task : tasks()) {
            try {
                Instant last = lastBeat(task);
                if (last.isBefore(now.minus(mostAge)) || last.isAfter(now.plus(MOST_AHEAD))) {
                    LOG.warn(
                            "The state in {} is of {}, older than {} days or of a wrong clock, and is built anew from its"
                                    + " changelogs: it would bring back what was erased meanwhile",
                            task,
                            last,
                            mostAge.toDays());
                    Utils.delete(task.toFile());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot tell how old the state in " + task + " is, nor delete it; delete it by hand", e);
            }
        }
    }

    private List<Path> tasks() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isDirectory)
                    .filter(path -> TASK.matcher(path.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** The epoch when the heartbeat exists but cannot be read. */
    private static Instant lastBeat(Path task) throws IOException {
        try {
            return Instant.ofEpochMilli(Long.parseLong(Files.readString(beatOf(task), UTF_8)));
        } catch (NoSuchFileException before) {
            return Files.getLastModifiedTime(task).toInstant();
        } catch (NumberFormatException | CharacterCodingException damaged) {
            return Instant.EPOCH;
        }
    }

    private static Path beatOf(Path task) {
        return task.resolve(STORES).resolve("gate-at-work");
    }

    /**
     * Writes heartbeats until close.
     *
     * @param tasks supplies the names of the tasks whose state this process has
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    void start(Supplier<Collection<String>> tasks) {
        beating.scheduleWithFixedDelay(() -> beat(tasks), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat(Supplier<Collection<String>> tasks) {
        try {
            beat(tasks.get());
        } catch (RuntimeException e) {
            // An exception would cancel all later runs.
            LOG.atDebug().setCause(e).log("No heartbeat of the state this time");
        }
    }

    /** Writes a heartbeat for these tasks. */
    void beat(Collection<String> tasks) {
        String now = String.valueOf(clock.millis());
        for (String task : tasks) {
            Path beat = beatOf(folder.resolve(task));
            Path written = beat.resolveSibling(beat.getFileName() + ".new");
            try {
                if (Files.isDirectory(folder.resolve(task).resolve(STORES))) {
                    Files.writeString(written, now, UTF_8);
                    Files.move(written, beat, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                LOG.warn(
                        "Cannot write {} ({}); state that looks older than it is would be built anew at the next start",
                        beat,
                        e.getClass().getSimpleName());
            }
        }
    }

    @Override
    public void close() {
        beating.shutdownNow();
    }
}
