// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.topology.Skips.Skip;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An operator's order as the metadata of an offset:
 *
 * <pre>
 * topic-id reason
 * topic-id:unread reason
 * topic-id:unread:subject reason      the subject in Base64, for a consent
 * </pre>
 *
 * A version of the gate that does not know a form takes it for an order about another topic, and reads the record. The longest
 * has some 2,000 bytes; brokers take 4,096.
 *
 * @param topicId of the topic whose record it is: one that was deleted and made again has another record there
 */
record SkipOrder(String topicId, Skip skip) {

    private static final String UNREAD = "unread";
    private static final int WITH_SUBJECT = 3;

    String metadata() {
        String subject = skip.subject();
        return topicId
                + (skip.unread() ? ":" + UNREAD : "")
                + (subject == null
                        ? ""
                        : ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(subject.getBytes(UTF_8)))
                + " " + skip.reason();
    }

    /** Reads an order for the record at that offset; empty if it is none. */
    static Optional<SkipOrder> parse(long offset, String metadata) {
        List<String> words = List.of(metadata.split(" ", 2));
        if (words.size() != 2) {
            return Optional.empty();
        }
        String reason = words.get(1);
        List<String> parts = List.of(words.get(0).split(":", -1));
        String topicId = parts.get(0);
        if (parts.size() == 1) {
            return Optional.of(new SkipOrder(topicId, new Skip(offset, reason)));
        }
        if (parts.size() > WITH_SUBJECT || !parts.get(1).equals(UNREAD)) {
            return Optional.empty();
        }
        if (parts.size() < WITH_SUBJECT) {
            return Optional.of(new SkipOrder(topicId, new Skip(offset, reason, true)));
        }
        return subject(parts.get(2)).map(subject -> new SkipOrder(topicId, new Skip(offset, reason, true, subject)));
    }

    private static Optional<String> subject(String encoded) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(encoded), UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
