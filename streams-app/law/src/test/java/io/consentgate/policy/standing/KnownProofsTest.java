// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A proof does not become newer when a later version dates it so. */
class KnownProofsTest {
    private static final Instant EARLY = Instant.parse("2026-02-01T10:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-01T10:00:00Z");
    private static final KnownProof PROOF = proof("shop", "form-1", EARLY);

    /** A copy of it would hold personal data for nothing. */
    @Test
    void shouldKeepNoCopyOfAProofThatTheRecordStillNames() {
        assertThat(KnownProofs.kept(Stream.of(PROOF), List.of(PROOF))).isEmpty();
        assertThat(KnownProofs.kept(Stream.of(PROOF), List.of(proof("shop", " FORM-1 ", EARLY.minusSeconds(1)))))
                .isEmpty();
    }

    @Test
    void shouldKeepAProofThatTheRecordLeavesOutOrDatesLater() {
        assertThat(KnownProofs.kept(
                        Stream.of(PROOF),
                        List.of(
                                proof("shop", "form-1", LATE),
                                proof("shop", "form-2", EARLY),
                                proof("bank", "form-1", EARLY),
                                proof(null, "form-1", EARLY))))
                .containsExactly(PROOF);
    }

    @Test
    void shouldKeepEachOnceAtItsFirstDate() {
        List<KnownProof> dated = new ArrayList<>(List.of(PROOF, proof("shop", "Form-1", LATE)));

        assertThat(KnownProofs.kept(dated.stream(), List.of())).containsExactly(PROOF);
        Collections.reverse(dated);
        assertThat(KnownProofs.kept(dated.stream(), List.of())).containsExactly(PROOF);
    }

    @Test
    void shouldTellControllersApart() {
        assertThat(KnownProofs.kept(Stream.of(PROOF, proof("bank", "form-1", LATE)), List.of()))
                .containsExactly(PROOF, proof("bank", "form-1", LATE));
    }

    /** Of a link only the beginning is kept. */
    @Test
    void shouldKeepTheBeginningOfALongReference() {
        assertThat(KnownProofs.kept(Stream.of(proof("shop", "1".repeat(201), EARLY)), List.of()))
                .containsExactly(proof("shop", "1".repeat(200), EARLY));
    }

    @Test
    void shouldKnowAProofByWhatIsKeptOfALongReference() {
        String reference = "1".repeat(199) + " " + "2".repeat(20);

        assertThat(new Proof(reference, EARLY).shortened().isNamed(reference)).isTrue();
        assertThat(new Proof(Proof.digested(Proof.keyOf(reference)), EARLY).isNamed(reference))
                .isTrue();
    }

    @Test
    void shouldKeepAProofToAnyControllerWhereTheNameOfItsOwnIsTooLong() {
        assertThat(KnownProofs.kept(Stream.of(proof("s".repeat(200), "form-1", EARLY)), List.of()))
                .containsExactly(proof("s".repeat(200), "form-1", EARLY));
        assertThat(KnownProofs.kept(Stream.of(proof("s".repeat(201), "form-1", EARLY)), List.of()))
                .containsExactly(proof(null, "form-1", EARLY));
    }

    /** A row has to be written whatever a publisher sends: of many proofs it holds digests. */
    @Test
    void shouldKeepDigestsOfManyProofs() {
        List<KnownProof> kept = KnownProofs.kept(proofs(65), List.of());

        assertThat(KnownProofs.kept(proofs(64), List.of())).contains(proof("shop", "form-63", EARLY.plusSeconds(63)));
        assertThat(kept).hasSize(65).allSatisfy(known -> {
            assertThat(known.controllerId()).isNull();
            assertThat(known.names()).noneMatch(name -> name.contains("form"));
        });
        assertThat(isNamed(kept.get(64), "Form-64 ")).isTrue();
        assertThat(isNamed(kept.get(64), "form-63")).isFalse();
        assertThat(kept.get(64).capturedAt()).isEqualTo(EARLY.plusSeconds(64));
        assertThat(KnownProofs.kept(kept.stream(), List.of())).isEqualTo(kept);
    }

    @Test
    void shouldTakeAnyOtherForAsOldAsTheFirstThatIsForgotten() {
        List<KnownProof> kept = KnownProofs.kept(proofs(300), List.of());

        assertThat(KnownProofs.kept(proofs(256), List.of())).noneMatch(known -> isNamed(known, "other"));
        assertThat(kept).hasSize(256);
        assertThat(isNamed(kept.get(254), "form-254")).isTrue();
        assertThat(isNamed(kept.get(254), "other")).isFalse();
        assertThat(isNamed(kept.get(255), "other")).isTrue();
        assertThat(kept.get(255).capturedAt()).isEqualTo(EARLY.plusSeconds(255));
        assertThat(KnownProofs.kept(kept.stream(), List.of())).isEqualTo(kept);
    }

    /** v1 dates form-1 and a digest, v2 form-2 and the digest: all three name one proof, in whatever order they are known. */
    @Test
    void shouldDateANameByAllThatItStoodWith() {
        KnownProof first = new KnownProof("shop", List.of("form-1", "digest"), EARLY);
        KnownProof second = new KnownProof("shop", List.of("form-2", "digest"), LATE);
        KnownProof whole = new KnownProof("shop", List.of("digest", "form-1", "form-2"), EARLY);

        assertThat(KnownProofs.kept(Stream.of(first, second), List.of())).containsExactly(whole);
        assertThat(KnownProofs.kept(Stream.of(second), List.of(first))).containsExactly(whole);
        assertThat(KnownProofs.kept(Stream.of(whole), List.of(proof("shop", "form-2", EARLY))))
                .containsExactly(whole);
    }

    /** What the record itself tells in two entries is not kept. */
    @Test
    void shouldKeepNoNamesThatTheRecordStatesTogether() {
        KnownProof whole = new KnownProof("shop", List.of("digest", "form-1", "form-2"), EARLY);

        assertThat(KnownProofs.kept(
                        Stream.of(whole),
                        List.of(
                                new KnownProof("shop", List.of("form-1", "digest"), EARLY),
                                new KnownProof("shop", List.of("form-2", "digest"), LATE))))
                .isEmpty();
    }

    @Test
    void shouldLinkNoNamesOfDifferentControllers() {
        KnownProof shop = new KnownProof("shop", List.of("digest", "form-1"), EARLY);
        KnownProof bank = new KnownProof("bank", List.of("digest", "form-2"), LATE);

        assertThat(KnownProofs.kept(Stream.of(shop, bank), List.of())).containsExactly(shop, bank);
    }

    @Test
    void shouldKeepNamesTogetherThatItKeepsAsDigests() {
        List<KnownProof> kept = KnownProofs.kept(
                Stream.concat(proofs(63), Stream.of(new KnownProof("shop", List.of("form-0", "late"), LATE))),
                List.of());
        List<KnownProof> digests = KnownProofs.kept(
                Stream.concat(proofs(64), Stream.of(new KnownProof("shop", List.of("form-0", "late"), LATE))),
                List.of());

        assertThat(kept.get(0)).isEqualTo(new KnownProof("shop", List.of("form-0", "late"), EARLY));
        assertThat(digests.get(0).names()).containsExactlyInAnyOrder(Proof.digest("form-0"), Proof.digest("late"));
        assertThat(digests.get(0).capturedAt()).isEqualTo(EARLY);
    }

    /** The names of one proof may be more than are kept. */
    @Test
    void shouldForgetTheLastNamesOfAProofOfManyNames() {
        KnownProof many = new KnownProof(
                "shop",
                IntStream.range(0, 300).mapToObj(number -> "form-" + number).toList(),
                EARLY);

        List<KnownProof> kept = KnownProofs.kept(Stream.of(many, proof("shop", "other", LATE)), List.of());

        assertThat(kept).hasSize(2);
        assertThat(kept.get(0).names()).hasSize(255);
        assertThat(kept.get(1)).isEqualTo(new KnownProof(null, List.of(""), EARLY));
        assertThat(KnownProofs.kept(kept.stream(), List.of())).containsExactlyInAnyOrderElementsOf(kept);
    }

    private static boolean isNamed(KnownProof known, String name) {
        return known.names().stream().anyMatch(each -> new Proof(each, known.capturedAt()).isNamed(name));
    }

    private static Stream<KnownProof> proofs(int count) {
        return IntStream.range(0, count).mapToObj(number -> proof("shop", "form-" + number, EARLY.plusSeconds(number)));
    }

    private static KnownProof proof(@Nullable String controllerId, String reference, Instant capturedAt) {
        return new KnownProof(controllerId, List.of(reference), capturedAt);
    }
}
