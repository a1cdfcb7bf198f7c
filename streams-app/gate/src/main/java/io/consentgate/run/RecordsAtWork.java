// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.ops.WorkingThreads;
import io.consentgate.serde.RegistryWait;
import io.consentgate.topology.RecordWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Records which record each stream thread works on, in a small memory-mapped file. Noting a record writes eight bytes
 * of memory. The operating system keeps them however the process ends, even out of memory or killed. If the machine
 * itself crashes, the bytes may be lost, and no record is blamed.
 *
 * <p>A thread that waits for the schema registry counts as working on no record: if the process ends then, the record
 * is not the cause.
 *
 * <p>Thread-safe; each thread notes its own record.
 */
final class RecordsAtWork implements RecordWatch, RegistryWait.Observer, WorkingThreads {

    /** Further threads are not noted; no gate has so many. */
    private static final int MOST_THREADS = 64;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Version of the file's format. */
    private static final long FORM = 2;

    private static final int STATE = Long.BYTES;
    private static final int SLOTS = 2 * Long.BYTES;
    private static final int SIZE = SLOTS + MOST_THREADS * Long.BYTES;

    private static final long RUNNING = 1;
    private static final long ENDED_IN_ORDER = 2;

    /** No record: the thread polls, commits, or runs a punctuator. */
    private static final long NOTHING = 0;

    // Fetch flag, topic, partition and offset share eight bytes, so that each write is atomic.
    private static final int OFFSET_BITS = 44;
    private static final int PARTITION_BITS = 14;
    private static final long MOST_OFFSET = (1L << OFFSET_BITS) - 1;
    private static final int MOST_PARTITION = (1 << PARTITION_BITS) - 1;
    private static final long FETCHED = 1L << (Long.SIZE - 1);

    private final List<String> topics;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final AtomicInteger threadsSeen = new AtomicInteger();
    private final ThreadLocal<Worker> ofThread = ThreadLocal.withInitial(this::newWorker);
    private volatile @Nullable ByteBuffer slots;
    private volatile List<Awaited> awaited = List.of();

    /** @param topics the gate's inputs */
    RecordsAtWork(Collection<String> topics) {
        this.topics = topics.stream().sorted().toList();
        for (int i = 0; i < this.topics.size(); i++) {
            numbers.put(this.topics.get(i), i + 1);
        }
    }

    /**
     * The records that an earlier process of this folder worked on when it ended.
     *
     * @param inOrder whether no record can be the cause: the process was told to stop, or logged its reason
     */
    record End(boolean inOrder, List<FatalRecord> records) {
        static final End UNKNOWN = new End(true, List.of());
    }

    /** Reads how the previous process ended, as far as its file tells. */
    End lastEnd(Path file) {
        ByteBuffer noted;
        try {
            noted = ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException first) {
            return End.UNKNOWN;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file + "; give this user the folder, or delete the file", e);
        }
        if (noted.capacity() != SIZE || get(noted, 0) != signature() || get(noted, STATE) != RUNNING) {
            return End.UNKNOWN;
        }
        List<FatalRecord> records = new ArrayList<>();
        for (int slot = SLOTS; slot < SIZE; slot += Long.BYTES) {
            recordAt(get(noted, slot)).ifPresent(records::add);
        }
        return new End(false, List.copyOf(records));
    }

    /**
     * Notes records in this file from now on, and discards its old content. Call only when this process owns the
     * folder.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    void noteIn(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // A new file: another process may still write to its mapping of the old one.
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                // Written before mapping, so that a full disk fails here and not as a fault during a record.
                channel.write(ByteBuffer.allocate(SIZE));
                ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
                LONGS.setOpaque(mapped, 0, signature());
                LONGS.setOpaque(mapped, STATE, RUNNING);
                slots = mapped;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + "; give this user the folder", e);
        }
    }

    /** No record is the cause of the coming end. */
    void endsInOrder() {
        ByteBuffer noted = slots;
        if (noted != null) {
            LONGS.setOpaque(noted, STATE, ENDED_IN_ORDER);
        }
    }

    @Override
    public void begins(RecordMetadata read) {
        ofThread.get().worksOn(place(read));
    }

    @Override
    public void ends() {
        Worker worker = ofThread.get();
        List<Awaited> places = awaited;
        for (int i = 0; i < places.size(); i++) {
            places.get(i).handled(worker.place.getPlain());
        }
        worker.worksOn(NOTHING);
    }

    /**
     * From now on, tracks for each of these places whether the gate has handled a record there or behind it in its
     * partition.
     */
    void await(Collection<FatalRecord> places) {
        awaited = places.stream().map(Awaited::new).toList();
    }

    /** Whether the gate is past a tracked place. */
    boolean isPast(FatalRecord place) {
        return awaited.stream().anyMatch(waited -> waited.past && waited.place.isAt(place));
    }

    /** The calling thread has reached its next poll. */
    void polls() {
        ofThread.get().worksOn(NOTHING);
    }

    /** The calling thread fetches exactly one record: the record at this position, or the next one after it. */
    void fetches(TopicPartition partition, long position) {
        long place = place(partition.topic(), partition.partition(), position);
        ofThread.get().worksOn(place == NOTHING ? NOTHING : place | FETCHED);
    }

    @Override
    public void waits() {
        Worker worker = ofThread.get();
        worker.waits = true;
        worker.note(NOTHING);
    }

    @Override
    public void goesOn() {
        Worker worker = ofThread.get();
        worker.waits = false;
        worker.worksOn(worker.place.get());
    }

    @Override
    public List<WorkingThread> threads() {
        workers.removeIf(worker -> !worker.thread.isAlive());
        return workers.stream()
                .map(worker -> new WorkingThread(
                        worker.thread.getName(),
                        worker.steps.get(),
                        worker.waits,
                        recordAt(worker.place.get()).map(FatalRecord::place)))
                .toList();
    }

    private Worker newWorker() {
        Worker worker = new Worker(Thread.currentThread(), threadsSeen.getAndIncrement());
        workers.add(worker);
        return worker;
    }

    private long place(RecordMetadata read) {
        return place(read.topic(), read.partition(), read.offset());
    }

    private long place(String name, int partition, long offset) {
        Integer topic = numbers.get(name);
        return topic == null || partition > MOST_PARTITION || offset > MOST_OFFSET
                ? NOTHING
                : ((((long) topic << PARTITION_BITS) | partition) << OFFSET_BITS) | offset;
    }

    private Optional<FatalRecord> recordAt(long place) {
        int topic = (int) ((place & ~FETCHED) >>> (OFFSET_BITS + PARTITION_BITS));
        if (topic < 1 || topic > topics.size()) {
            return Optional.empty();
        }
        int partition = (int) (place >>> OFFSET_BITS) & MOST_PARTITION;
        return Optional.of(new FatalRecord(
                new TopicPartition(topics.get(topic - 1), partition), place & MOST_OFFSET, 1, (place & FETCHED) != 0));
    }

    /** Identifies the file's format, and the topics with their numbers. */
    private long signature() {
        return (FORM << Integer.SIZE) | Integer.toUnsignedLong(topics.hashCode());
    }

    private static long get(ByteBuffer buffer, int position) {
        return (long) LONGS.get(buffer, position);
    }

    private final class Awaited {
        private final FatalRecord place;
        private final long first;
        private volatile boolean past;

        Awaited(FatalRecord place) {
            this.place = place;
            this.first = RecordsAtWork.this.place(
                    place.partition().topic(), place.partition().partition(), place.offset());
        }

        void handled(long handled) {
            if (handled >= first && handled >>> OFFSET_BITS == first >>> OFFSET_BITS) {
                past = true;
            }
        }
    }

    private final class Worker {
        private final Thread thread;
        private final int slot;
        private final AtomicLong steps = new AtomicLong();
        private final AtomicLong place = new AtomicLong();
        private volatile boolean waits;

        Worker(Thread thread, int number) {
            this.thread = thread;
            this.slot = SLOTS + number * Long.BYTES;
        }

        void worksOn(long next) {
            note(next);
            place.lazySet(next);
            steps.lazySet(steps.getPlain() + 1);
        }

        void note(long next) {
            ByteBuffer noted = slots;
            if (noted != null && slot < SIZE) {
                LONGS.setOpaque(noted, slot, next);
            }
        }
    }
}
