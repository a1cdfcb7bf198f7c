// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Wraps a processor and reports to a {@link RecordWatch} which record it works on. */
final class WatchedProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final Processor<byte[], byte[], byte[], byte[]> watched;
    private final RecordWatch watch;
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init")
    WatchedProcessor(Processor<byte[], byte[], byte[], byte[]> watched, RecordWatch watch) {
        this.watched = watched;
        this.watch = watch;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        watched.init(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        watch.begins(context.recordMetadata().orElseThrow());
        watched.process(record);
        watch.ends();
    }

    @Override
    public void close() {
        watched.close();
    }
}
