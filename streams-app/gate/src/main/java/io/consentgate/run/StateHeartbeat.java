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
 * When the gate was last at work on the state of each task, written beside that state once a minute. State that is too old is
 * deleted before the gate starts, and restored from its changelogs: they have forgotten what was erased meanwhile, and it would
 * come back. The folder's own age does not tell: a copy from a backup is as new as the copying, and the folder of a gate that never
 * stopped is as old as its first start.
 */
final class StateHeartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateHeartbeat.class);
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");
    /** Made by Kafka Streams with the first store, and gone with it. */
    private static final String STORES = "rocksdb";

    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** A clock that was so far ahead says nothing of the age. */
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
     * @param folder the application's below the state folder, which need not exist yet
     * @param mostAge how old state may be
     */
    StateHeartbeat(Path folder, Duration mostAge, Clock clock) {
        this.folder = folder;
        this.mostAge = mostAge;
        this.clock = clock;
    }

    /**
     * Deletes the state of each task on which no gate was at work for too long. State of a gate from before heartbeats goes by
     * its folder's age. To be called while no other process can use the folder.
     *
     * @throws UncheckedIOException if it can be neither read nor deleted
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

    /** The epoch where it was written but cannot be read. */
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
     * Goes on until it is closed.
     *
     * @param tasks names of the tasks whose state this process has; asked each time
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    void start(Supplier<Collection<String>> tasks) {
        beating.scheduleWithFixedDelay(() -> beat(tasks), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat(Supplier<Collection<String>> tasks) {
        try {
            beat(tasks.get());
        } catch (RuntimeException e) {
            // One that threw would be the last one.
            LOG.atDebug().setCause(e).log("No heartbeat of the state this time");
        }
    }

    /** Writes that these tasks are being worked on. */
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
