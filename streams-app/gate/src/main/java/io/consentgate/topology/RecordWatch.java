// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Observes which record each stream thread works on. Called on that thread for each record, so implementations must be
 * fast and must not throw.
 */
public interface RecordWatch {

    /** Observes nothing. */
    RecordWatch NONE = new RecordWatch() {
        @Override
        public void begins(RecordMetadata read) {}

        @Override
        public void ends() {}
    };

    /** The thread begins to process a record. */
    void begins(RecordMetadata read);

    /** The thread has processed the record. Not called after a failure: the record then stays the current one. */
    void ends();
}
