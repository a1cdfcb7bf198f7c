// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Told which record a stream thread works on, on that thread, for each record: must be quick and must not throw.
 */
public interface RecordWatch {

    /** For when nobody looks. */
    RecordWatch NONE = new RecordWatch() {
        @Override
        public void begins(RecordMetadata read) {}

        @Override
        public void ends() {}
    };

    /** The thread begins with a record. */
    void begins(RecordMetadata read);

    /** It has done what the record asks for. Not told where that failed: then the record stays the one at work. */
    void ends();
}
