// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** The subject under which a topic's value schema is registered. The names end like Confluent's strategy classes. */
enum SubjectNaming {
    TOPIC {
        @Override
        String subject(String topic, Schema schema) {
            return topic + "-value";
        }
    },
    RECORD {
        @Override
        String subject(String topic, Schema schema) {
            return schema.getFullName();
        }
    },
    TOPIC_RECORD {
        @Override
        String subject(String topic, Schema schema) {
            return topic + "-" + schema.getFullName();
        }
    };

    abstract String subject(String topic, Schema schema);

    /**
     * Reads the value of {@code value.subject.name.strategy}.
     *
     * @param strategy a class name of Confluent's, with or without package
     */
    static SubjectNaming of(String strategy) {
        return switch (strategy.substring(strategy.lastIndexOf('.') + 1)) {
            // The newest default asks the registry for an association first and falls back to the topic's name.
            case "TopicNameStrategy", "AssociatedNameStrategy" -> TOPIC;
            case "RecordNameStrategy" -> RECORD;
            case "TopicRecordNameStrategy" -> TOPIC_RECORD;
            default ->
                throw new ConfigException(AvroSerializer.SUBJECT_STRATEGY + "=" + strategy
                        + " is not supported; use TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
        };
    }
}
