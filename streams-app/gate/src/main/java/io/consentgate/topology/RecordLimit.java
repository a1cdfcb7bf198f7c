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
 * How large a record may be so that whatever the gate makes of it can be written: cleared, quarantined, decided anew by a
 * human, kept in a changelog. A producer compares the size before compression ({@code max.request.size},
 * {@code buffer.memory}), a broker the size after ({@code max.message.bytes}). What its publisher compressed with one codec may
 * be within the input's limit, and beyond the producer's, or beyond the output's with the gate's own codec: it would stop its
 * partition for ever. Thread-safe.
 */
final class RecordLimit {

    /** What the gate adds at most: a case's reasons, headers of its own, and 512 KiB that a reviewer may put in. */
    private static final int ADDED = 1024 * 1024;

    /** Of what the gate adds, what is left when it is compressed; also what a codec adds to what does not compress. */
    private static final int ADDED_COMPRESSED = 64 * 1024;

    /** Of each header, beside its name and value; also the frame of key and value. */
    private static final int FRAME = 10;

    private final int bytes;
    private final int compressedBytes;
    private final Compression compression;

    /**
     * @param bytes of key, value and headers together, at most
     * @param compressedBytes of them when they are compressed, at most
     * @param compression of what the gate writes
     */
    RecordLimit(int bytes, int compressedBytes, Compression compression) {
        this.bytes = bytes;
        this.compressedBytes = compressedBytes;
        this.compression = compression;
    }

    /**
     * What the gate's own producers, by these options, leave to a record, and its output topics.
     *
     * @param smallestOutput the smallest {@code max.message.bytes} of what the gate writes to
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

    /** As a producer reads its options. */
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

    /** What does not fit, and by how much; no value of the record. */
    String exceededBy(Record<byte[], byte[]> record) {
        long size = sizeOf(record);
        return size > bytes
                ? "the record has " + size + " bytes uncompressed, at most " + bytes + " can be passed on"
                : "the record has " + compressedSizeOf(record) + " bytes as the gate compresses it, at most "
                        + compressedBytes + " can be passed on";
    }

    /** By the producer's own code, although it is not public: no other tells what a broker will be sent. */
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

    /** Of key, value and headers together, in bytes; rounded up. */
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
