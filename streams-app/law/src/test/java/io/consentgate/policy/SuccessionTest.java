// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFactsBuilder;
import io.consentgate.policy.facts.ConsentFactsConsentBuilder;
import io.consentgate.policy.facts.ConsentFactsEvidenceBuilder;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import io.consentgate.policy.facts.KeptActs.SharedName;
import io.consentgate.policy.standing.Succession;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that were written before an erasure and arrive after it. The decision tables have all other versions. */
class SuccessionTest {
    private static final Instant ERASED = Instant.parse("2026-06-01T10:00:00Z");
    private static final Instant LATEST = Instant.parse("2026-11-02T09:05:00Z");

    @Test
    void shouldKeepOfARecordOfBeforeTheErasureWhatItForbids() {
        ConsentRow erased = Succession.erased(ConsentRow.EMPTY, ERASED, LATEST);

        ConsentRow row = Succession.overtaken(erased, withdrawn(null), LATEST);

        assertThat(row.newest()).isNull();
        assertThat(row.kept().erasedAt()).isEqualTo(ERASED);
        assertThat(row.kept().acts()).singleElement().satisfies(act -> {
            assertThat(act.kind()).isEqualTo(ActAgainst.Kind.WITHDRAWAL);
            assertThat(act.id()).as("a name of the publisher's").isNull();
            assertThat(act.at()).isEqualTo(ERASED);
        });
        assertThat(Succession.overtaken(row, withdrawn(null), LATEST))
                .as("read once more")
                .isEqualTo(row);
    }

    @Test
    void shouldKeepWhenItWasForbidden() {
        Instant before = ERASED.minusSeconds(1);

        ConsentRow row =
                Succession.overtaken(Succession.erased(ConsentRow.EMPTY, ERASED, LATEST), withdrawn(before), LATEST);

        assertThat(row.kept().acts()).extracting(ActAgainst::at).containsExactly(before);
    }

    /** The gate was told of the erasure by the time of the record alone. */
    @Test
    void shouldTakeAnUnknownTimeForTheLatestWhereTheErasureHasNone() {
        ConsentRow row = Succession.overtaken(ConsentRow.EMPTY, withdrawn(null), LATEST);

        assertThat(row.kept().acts()).extracting(ActAgainst::at).containsExactly(LATEST);
    }

    @Test
    void shouldKeepDigestsOfTheProofsOfAnErasedPersonAndNoReference() {
        ConsentRow row =
                Succession.next(ConsentRow.EMPTY, granted("Form-77"), LATEST).row();

        ConsentRow erased = Succession.erased(row, ERASED, LATEST);
        ConsentRow twice = Succession.erased(erased, ERASED.plusSeconds(1), LATEST);

        assertThat(erased.kept().proofs()).singleElement().satisfies(known -> {
            assertThat(known.controllerId()).isNull();
            assertThat(known.capturedAt()).isEqualTo(ERASED);
            assertThat(known.names()).singleElement().asString().matches("\\x00[0-9a-f]{32}");
            assertThat(isNamed(known, " form-77 ")).isTrue();
            assertThat(isNamed(known, "form-78")).isFalse();
        });
        assertThat(twice.kept().proofs()).singleElement().satisfies(known -> {
            assertThat(known.capturedAt()).isEqualTo(ERASED.plusSeconds(1));
            assertThat(isNamed(known, "form-77")).isTrue();
        });
    }

    @Test
    void shouldKeepTheProofsOfARecordOfBeforeTheErasure() {
        ConsentRow erased = Succession.erased(ConsentRow.EMPTY, ERASED, LATEST);

        ConsentRow row = Succession.overtaken(erased, granted("form-77"), LATEST);

        assertThat(row.kept().acts()).isEmpty();
        assertThat(row.kept().proofs()).singleElement().satisfies(known -> {
            assertThat(known.capturedAt()).isEqualTo(ERASED);
            assertThat(isNamed(known, "form-77")).isTrue();
        });
    }

    private static boolean isNamed(KnownProof known, String name) {
        return known.names().stream().anyMatch(each -> new Proof(each, known.capturedAt()).isNamed(name));
    }

    /** What nothing can be done with is not written: most rows keep nothing. */
    @Test
    void shouldWriteNoNameThatTheRecordItselfTells() {
        ConsentRow row =
                Succession.next(ConsentRow.EMPTY, withdrawn(ERASED), LATEST).row();
        ConsentFacts again = ConsentFactsBuilder.builder(withdrawn(ERASED.plusSeconds(9)))
                .version(2)
                .build();

        ConsentRow moved = Succession.next(row, again, LATEST).row();

        assertThat(row.kept()).isEqualTo(KeptActs.NONE);
        assertThat(moved.kept().acts()).isEmpty();
        assertThat(moved.kept().shared()).containsExactly(new SharedName("c1", 1, 2));
    }

    @Test
    void shouldKeepWhatAVersionForbidsThatCannotFollowAndWaitForOneAboveIt() {
        ConsentRow row =
                Succession.next(ConsentRow.EMPTY, granted("form-77"), LATEST).row();
        ConsentFacts later =
                ConsentFactsBuilder.builder(withdrawn(ERASED)).version(5).build();

        ConsentRow apart = Succession.apart(row, later, LATEST);

        assertThat(apart.version()).isEqualTo(5);
        assertThat(apart.newest()).isEqualTo(row.newest());
        assertThat(apart.kept().acts()).extracting(ActAgainst::at).containsExactly(ERASED);
    }

    @Test
    void shouldCountTheHighestVersionThatWasSeen() {
        ConsentRow row =
                Succession.next(ConsentRow.EMPTY, granted("form-77"), LATEST).row();

        assertThat(Succession.seen(row, 0)).isSameAs(row);
        assertThat(Succession.seen(row, 1)).isSameAs(row);
        assertThat(Succession.seen(row, 2).version()).isEqualTo(2);
        assertThat(Succession.seen(row, 2).newest()).isEqualTo(row.newest());
        assertThat(Succession.seen(row, Succession.HIGHEST_VERSION).version()).isEqualTo(Succession.HIGHEST_VERSION);
        assertThat(Succession.seen(row, Succession.HIGHEST_VERSION + 1)).isSameAs(row);
    }

    @Test
    void shouldTakeItThatAnUnknownRecordHeldObjectionsAndKeepWhatIsKnown() {
        ConsentRow known = Succession.overtaken(ConsentRow.EMPTY, withdrawn(ERASED), LATEST);

        ConsentRow unknown = Succession.unknown(known, LATEST);

        assertThat(unknown.kept().acts())
                .extracting(ActAgainst::kind)
                .containsExactlyInAnyOrder(
                        ActAgainst.Kind.WITHDRAWAL,
                        ActAgainst.Kind.OBJECTION_TO_MARKETING,
                        ActAgainst.Kind.OBJECTION_TO_PROFILING);
        assertThat(unknown.kept().acts())
                .filteredOn(ActAgainst::isObjection)
                .extracting(ActAgainst::at)
                .containsOnly(LATEST);
    }

    private static ConsentFacts granted(String reference) {
        ConsentFacts record = withdrawn(null);
        Consent consent = ConsentFactsConsentBuilder.builder(record.consents().get(0))
                .status(ConsentStatus.GRANTED)
                .grantedAt(ERASED.minusSeconds(60))
                .evidence(ConsentFactsEvidenceBuilder.builder()
                        .kind(EvidenceKind.WEB_FORM)
                        .reference(reference)
                        .capturedAt(ERASED.minusSeconds(60))
                        .wordingId("w1")
                        .statedPurposes(Set.of(ConsentPurpose.DIRECT_MARKETING))
                        .statedChannels(Set.of(Channel.SMS))
                        .statedEffects(Set.of())
                        .build())
                .build();
        return ConsentFactsBuilder.builder(record).consents(List.of(consent)).build();
    }

    private static ConsentFacts withdrawn(@Nullable Instant at) {
        Consent consent = new Consent(
                "c1",
                "shop",
                Channel.SMS,
                ConsentPurpose.DIRECT_MARKETING,
                ConsentStatus.WITHDRAWN,
                true,
                null,
                at,
                null,
                "tel1",
                "k1",
                null);
        return new ConsentFacts("s1", 1, ERASED.minusSeconds(9), List.of(consent), List.of(), List.of(), List.of());
    }
}
