// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.serde.SubjectKey;
import io.consentgate.topology.ConsentRows;
import io.consentgate.topology.Skips;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The person whom an operator names for a consent that is not read. A wrong one would be held, and the right one not. */
final class NamedSubject {

    /** What a terminal or a decoder puts for what it cannot read. */
    private static final char REPLACEMENT = '\uFFFD';

    private NamedSubject() {}

    /**
     * Why it cannot be their consent that stands there; empty where it can. The id itself is not repeated.
     *
     * @param partitions of the topic
     */
    static Optional<String> obstacle(String subject, TopicPartition place, int partitions) {
        byte[] key = subject.getBytes(UTF_8);
        if (subject.isBlank()) {
            return Optional.of("the id of the person is blank");
        }
        if (key.length > Skips.LONGEST_SUBJECT) {
            return Optional.of("the id of the person has " + key.length + " bytes; at most " + Skips.LONGEST_SUBJECT
                    + " are taken");
        }
        if (!subject.equals(subject.strip())
                || subject.chars().anyMatch(Character::isISOControl)
                || subject.indexOf(REPLACEMENT) >= 0
                || !subject.equals(new String(key, UTF_8))) {
            return Optional.of(
                    "the id of the person has blanks at an end, or characters that no text has; type it as its"
                            + " publisher has it, in a terminal of the locale's encoding");
        }
        if (!Arrays.equals(key, SubjectKey.subjectIn(new RecordHeaders(), key))) {
            return Optional.of("the id of the person is in JSON, as a key that was serialized is; name the id alone");
        }
        int home = ConsentRows.partitionOf(subject, partitions);
        return home == place.partition()
                ? Optional.empty()
                : Optional.of("consents of the person named belong on partition " + home + " of " + place.topic()
                        + ", by Kafka's partitioner in Java; make sure of the id and of the partition");
    }
}
