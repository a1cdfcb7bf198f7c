// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.jspecify.annotations.Nullable;

/**
 * The timestamp extractor of every table source: it puts table records before all stream records that wait in the same
 * task. A task takes the record with the smallest timestamp next and breaks ties arbitrarily. So table records get 0,
 * which {@link StreamTimestamp} never returns.
 *
 * <p>A table record that is written on keeps 0, and a topic with time-based retention deletes it at once. So set its own
 * timestamp again before it is written: {@link #keptIn} keeps it in a header, and {@link #original} reads it from there.
 * A join needs neither.
 *
 * <p>Safe for use by several threads. Never throws.
 */
public final class TableTimestamp implements TimestampExtractor {

    static final long BEFORE_ALL_STREAM_RECORDS = 0;

    private final @Nullable String header;

    /** Does not keep the record's own timestamp. */
    public TableTimestamp() {
        this(null);
    }

    private TableTimestamp(@Nullable String header) {
        this.header = header;
    }

    /**
     * An extractor that adds the record's own timestamp to its headers: eight bytes, big-endian, milliseconds since the
     * epoch, or -1 where the record had none.
     *
     * @param header its name
     */
    public static TableTimestamp keptIn(String header) {
        return new TableTimestamp(header);
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        if (header != null) {
            // The last header of a name counts. Earlier ones stay: removing one walks all headers of the record, and
            // there may be hundreds of thousands.
            record.headers()
                    .add(
                            header,
                            ByteBuffer.allocate(Long.BYTES)
                                    .putLong(record.timestamp())
                                    .array());
        }
        return BEFORE_ALL_STREAM_RECORDS;
    }

    /**
     * The timestamp of a table record as the broker stored it, in milliseconds since the epoch.
     *
     * @param header the name that was given to {@link #keptIn}
     * @return empty where the last header of that name is missing or is not eight bytes long
     */
    public static OptionalLong original(Headers headers, String header) {
        Header kept = headers.lastHeader(header);
        return kept == null || kept.value() == null || kept.value().length != Long.BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(kept.value()).getLong());
    }
}
