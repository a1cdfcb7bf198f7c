// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Maximum size of an input record. The gate must be able to write every record derived from it: cleared, quarantined,
 * with a human's new decision, or in a changelog. A producer checks the size before compression ({@code
 * max.request.size}, {@code buffer.memory}), a broker the size after it ({@code max.message.bytes}). A record may fit
 * the input topic because its publisher compressed it, yet exceed the gate's producer limit. With the gate's own codec,
 * it may also exceed the output topic's limit. Either would stop its partition for ever. Thread-safe.
 */
final class RecordLimit {

    /** Most bytes that the gate adds: a case's reasons, its own headers, and 512 KiB from a reviewer. */
    private static final int ADDED = 1024 * 1024;

    /** Compressed size of what the gate adds. Also covers the overhead of a codec on incompressible data. */
    private static final int ADDED_COMPRESSED = 64 * 1024;

    /** Overhead per header, in addition to name and value; also the overhead of key and value. */
    private static final int FRAME = 10;

    private final int bytes;
    private final int compressedBytes;
    private final Compression compression;

    /**
     * @param bytes maximum of key, value and headers together
     * @param compressedBytes their maximum after compression
     * @param compression codec of the gate's producers
     */
    RecordLimit(int bytes, int compressedBytes, Compression compression) {
        this.bytes = bytes;
        this.compressedBytes = compressedBytes;
        this.compression = compression;
    }

    /**
     * The limit that the gate's producer options and output topics leave to an input record.
     *
     * @param smallestOutput smallest {@code max.message.bytes} of the gate's output topics
     */
    static RecordLimit of(StreamsConfig options, long smallestOutput) {
        Map<String, Object> producer = options.getProducerConfigs("");
        int writable = Math.min(
                option(producer, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024),
                option(producer, ProducerConfig.BUFFER_MEMORY_CONFIG, 32 * 1024 * 1024));
        return new RecordLimit(
                writable - Math.min(ADDED, writable / 2),
                (int) Math.max(0, Math.min(Integer.MAX_VALUE, smallestOutput - ADDED_COMPRESSED)),
                compression(producer));
    }

    private static int option(Map<String, Object> producer, String name, int byDefault) {
        Object value = producer.get(name);
        return value == null
                ? byDefault
                : (int) Math.min(
                        Integer.MAX_VALUE, Long.parseLong(value.toString().strip()));
    }

    /** Reads the options as a producer does. */
    private static Compression compression(Map<String, Object> producer) {
        Object name = producer.getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, CompressionType.NONE.name);
        CompressionType type = CompressionType.forName(String.valueOf(name));
        return switch (type) {
            case NONE -> Compression.NONE;
            case SNAPPY -> Compression.snappy().build();
            case GZIP ->
                Compression.gzip()
                        .level(option(
                                producer,
                                ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG,
                                CompressionType.GZIP.defaultLevel()))
                        .build();
            case LZ4 ->
                Compression.lz4()
                        .level(option(
                                producer,
                                ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG,
                                CompressionType.LZ4.defaultLevel()))
                        .build();
            case ZSTD ->
                Compression.zstd()
                        .level(option(
                                producer,
                                ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG,
                                CompressionType.ZSTD.defaultLevel()))
                        .build();
        };
    }

    boolean holds(Record<byte[], byte[]> record) {
        long size = sizeOf(record);
        return size <= bytes && (size <= compressedBytes || compressedSizeOf(record) <= compressedBytes);
    }

    /** Says which limit the record exceeds, and by how much, without any value of the record. */
    String exceededBy(Record<byte[], byte[]> record) {
        long size = sizeOf(record);
        return size > bytes
                ? "the record has " + size + " bytes uncompressed, at most " + bytes + " can be passed on"
                : "the record has " + compressedSizeOf(record) + " bytes as the gate compresses it, at most "
                        + compressedBytes + " can be passed on";
    }

    /** Uses the producer's internal code: only this code gives the size that a broker will receive. */
    private int compressedSizeOf(Record<byte[], byte[]> record) {
        return MemoryRecords.withRecords(
                        compression,
                        new SimpleRecord(
                                record.timestamp(),
                                record.key(),
                                record.value(),
                                record.headers().toArray()))
                .sizeInBytes();
    }

    /** Size of key, value and headers together, in bytes; rounded up. */
    static long sizeOf(Record<byte[], byte[]> record) {
        long size = FRAME;
        size += record.key() == null ? 0 : record.key().length;
        size += record.value() == null ? 0 : record.value().length;
        for (Header header : record.headers()) {
            size += FRAME;
            size += Utils.utf8Length(header.key());
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }
}
