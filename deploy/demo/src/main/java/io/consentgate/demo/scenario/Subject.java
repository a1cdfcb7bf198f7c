// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.Channel;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One invented person, at the time of their story. Numbers and addresses exist only while their keyed hashes are
 * computed.
 */
final class Subject {

    static final String CONTACT_KEY = "demo-2026-1";

    private static final SecretKeySpec HASH_KEY =
            new SecretKeySpec("a key that protects nobody: the people are invented".getBytes(UTF_8), "HmacSHA256");

    private final RandomGenerator random;
    private final Instant now;
    private final String id;
    private final String phone;
    private final String mail;

    Subject(RandomGenerator random, Instant now) {
        this.random = random;
        this.now = now;
        // A later run with the same seed needs other people: the versions of their records begin at 1 again.
        this.id = "s-" + uuid() + "-" + Long.toString(now.toEpochMilli(), 36);
        this.phone = hash("tel:+48" + random.nextInt(500_000_000, 900_000_000));
        this.mail = hash("mailto:" + uuid() + "@example.invalid");
    }

    String id() {
        return id;
    }

    Instant now() {
        return now;
    }

    Instant daysAgo(int days) {
        return now.minus(Duration.ofDays(days));
    }

    Instant minutesAgo(int minutes) {
        return now.minus(Duration.ofMinutes(minutes));
    }

    Instant inDays(int days) {
        return now.plus(Duration.ofDays(days));
    }

    int oneOf(int bound) {
        return random.nextInt(bound);
    }

    /** The keyed hash of the number or address on this channel; null if the channel has none. */
    @Nullable
    String contactRef(Channel channel) {
        return switch (channel) {
            case SMS, MMS, VOICE, MESSENGER -> phone;
            case EMAIL -> mail;
            case PUSH, CHAT, UNKNOWN -> null;
        };
    }

    /** The keyed hash of a number that this person no longer has. */
    String formerNumber() {
        return hash("tel:+48" + random.nextInt(500_000_000, 900_000_000));
    }

    /** An id that is unique, even among earlier runs with the same seed: the gate remembers replies to an inquiry. */
    String newId(String prefix) {
        return prefix + "-" + Long.toHexString(now.toEpochMilli()) + "-" + uuid();
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String hash(String contact) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(HASH_KEY);
            return HexFormat.of().formatHex(mac.doFinal(contact.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
