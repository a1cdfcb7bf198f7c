// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.LabelReference;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that takes effect once a second person confirms it. It holds the evidence of the person who gave it, and no
 * content.
 *
 * @param substance digest over what the second person confirms: outcome, classification, explanation, content
 */
public record Proposal(
        String verdictId,
        String reviewer,
        String reviewerRole,
        Instant openedAt,
        Instant decidedAt,
        List<String> evidenceOpened,
        String substance) {

    public Proposal {
        evidenceOpened = List.copyOf(evidenceOpened);
    }

    static Proposal of(VerdictFacts verdict) {
        return new Proposal(
                verdict.verdictId(),
                verdict.reviewer(),
                verdict.reviewerRole(),
                verdict.openedAt(),
                verdict.decidedAt(),
                verdict.evidenceOpened(),
                substanceOf(verdict));
    }

    /** Hexadecimal SHA-256 over what a second reviewer confirms. */
    public static String substanceOf(VerdictFacts verdict) {
        MessageDigest digest = sha256();
        add(digest, verdict.outcome().name());
        add(digest, String.valueOf(verdict.specialCategoryExcluded()));
        TrueClassification truth = verdict.trueClassification();
        add(digest, truth != null ? "classified" : "");
        if (truth != null) {
            add(digest, String.valueOf(truth.purpose()));
            add(digest, new TreeSet<>(truth.effects()).toString());
            add(digest, orNothing(truth.basisRef()));
            add(digest, String.valueOf(truth.commercialContent()));
            add(digest, String.valueOf(truth.inCampaign()));
            add(digest, String.valueOf(truth.inAudience()));
            add(digest, orNothing(truth.jurisdiction()));
            add(digest, String.valueOf(truth.forDirectMarketing()));
            for (LabelReference reference : sorted(truth.references())) {
                add(digest, reference.field());
                add(digest, reference.reference());
            }
        }
        add(digest, orNothing(verdict.explanationRef()));
        ByteBuffer content = verdict.amendedContent();
        if (content != null) {
            digest.update(content.duplicate());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Distinguishes a field that is not stated from an empty field. */
    private static String orNothing(@Nullable String text) {
        return text == null ? "" : "=" + text;
    }

    private static List<LabelReference> sorted(List<LabelReference> references) {
        return references.stream()
                .sorted(Comparator.comparing(LabelReference::field).thenComparing(LabelReference::reference))
                .toList();
    }

    /** Adds the length, so that no two lists of parts run into the same bytes. */
    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
