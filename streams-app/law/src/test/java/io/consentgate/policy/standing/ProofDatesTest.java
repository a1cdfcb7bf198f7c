// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFactsEvidenceBuilder;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import io.consentgate.policy.facts.KeptActsBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proof is as old as the first that names it, under whichever of its names. */
class ProofDatesTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T10:00:00Z");
    private static final Instant OCTOBER = Instant.parse("2026-10-01T10:00:00Z");
    private static final Instant LATEST = Instant.parse("2026-11-02T09:05:00Z");
    private static final String DIGEST = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    /** Few entries are looked through, many are put in order. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void shouldDateAProofByAnOlderEntryThatNamesIt(int others) {
        Consent late = entry("form-1", null, OCTOBER);

        assertThat(dates(KeptActs.NONE, others, entry("FORM-1 ", null, MARCH), late)
                        .of(late))
                .isEqualTo(MARCH);
        assertThat(dates(KeptActs.NONE, others, entry("form-2", null, MARCH), late)
                        .of(late))
                .isEqualTo(OCTOBER);
        assertThat(dates(KeptActs.NONE, others, late).of(late)).isEqualTo(OCTOBER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void shouldDateAProofByTheDigestThatItShares(int others) {
        Consent late = entry("form-9", DIGEST, OCTOBER);

        assertThat(dates(KeptActs.NONE, others, entry("form-1", DIGEST, MARCH), late)
                        .of(late))
                .isEqualTo(MARCH);
    }

    /** One name stands beside an older one in one entry, and alone in another. */
    @Test
    void shouldDateANameByTheOneBesideIt() {
        Consent alone = entry("form-2", null, OCTOBER);

        assertThat(dates(KeptActs.NONE, 0, entry("form-1", DIGEST, MARCH), entry("form-2", DIGEST, JULY), alone)
                        .of(alone))
                .isEqualTo(MARCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void shouldDateAProofByWhatEarlierVersionsLeft(int others) {
        Consent late = entry("form-1", null, OCTOBER);
        ActAgainst withdrawal = new ActAgainst(
                ActAgainst.Kind.WITHDRAWAL,
                "c1",
                "shop",
                null,
                null,
                null,
                null,
                JULY,
                1,
                new Proof("form-1", MARCH),
                null);
        KeptActs act =
                KeptActsBuilder.builder(KeptActs.NONE).acts(List.of(withdrawal)).build();
        KeptActs proof = proofs(new Proof("form-1", MARCH));
        KeptActs digest = proofs(new Proof(Proof.digested("form-1"), MARCH));

        assertThat(dates(act, others, late).of(late)).isEqualTo(MARCH);
        assertThat(dates(proof, others, late).of(late)).isEqualTo(MARCH);
        assertThat(dates(digest, others, late).of(late)).isEqualTo(MARCH);
        assertThat(dates(proofs(new Proof("form-2", MARCH)), others, late).of(late))
                .isEqualTo(OCTOBER);
    }

    /** Gates before this one kept the digest of a reference as it was written. */
    @Test
    void shouldKnowTheDigestOfAReferenceAsItWasWritten() {
        String uuid = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
        Consent late = entry(uuid, null, OCTOBER);
        Proof kept = new Proof(Proof.digestAsWritten(uuid), MARCH);

        assertThat(kept.reference()).isNotEqualTo(Proof.digest(uuid));
        assertThat(dates(proofs(kept), 0, late).of(late)).isEqualTo(MARCH);
        assertThat(kept.isNamed(uuid)).isTrue();
        assertThat(kept.isNamed("6f9619ff-8b86-d011-b42d-00c04fc96400")).isFalse();
    }

    @Test
    void shouldDateNothingThatStatesNoTime() {
        Consent undated = entry("form-1", null, null);

        assertThat(dates(KeptActs.NONE, 0, entry("form-1", null, MARCH), undated)
                        .of(undated))
                .isNull();
    }

    private static KeptActs proofs(Proof proof) {
        return KeptActsBuilder.builder(KeptActs.NONE)
                .proofs(List.of(new KnownProof("shop", List.of(proof.reference()), proof.capturedAt())))
                .build();
    }

    private static ProofDates dates(KeptActs kept, int others, Consent... entries) {
        List<Consent> all = new ArrayList<>(List.of(entries));
        for (int other = 0; other < others; other++) {
            all.add(entry("other-" + other, null, JULY));
        }
        ConsentFacts record = new ConsentFacts("s1", 1, OCTOBER, all, List.of(), List.of(), List.of());
        return ProofDates.of(new ConsentRow(State.CURRENT, 1, record, kept), LATEST);
    }

    private static Consent entry(String reference, @Nullable String digest, @Nullable Instant capturedAt) {
        return new Consent(
                "c-" + reference + digest,
                "shop",
                Channel.SMS,
                ConsentPurpose.DIRECT_MARKETING,
                ConsentStatus.GRANTED,
                true,
                capturedAt,
                null,
                null,
                "tel1",
                "k1",
                ConsentFactsEvidenceBuilder.builder()
                        .kind(EvidenceKind.WEB_FORM)
                        .reference(reference)
                        .digest(digest)
                        .capturedAt(capturedAt)
                        .wordingId("w1")
                        .statedPurposes(Set.of())
                        .statedChannels(Set.of())
                        .statedEffects(Set.of())
                        .build());
    }
}
