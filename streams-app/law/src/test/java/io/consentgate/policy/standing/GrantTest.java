// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    /** Who relies on a consent has to show it (GDPR art. 7(1)). */
    @Test
    void shouldTakeAConsentThatNothingShowsForNone() {
        Grant grant = new Grant(
                new Consent(
                        "c1",
                        "shop",
                        Channel.SMS,
                        ConsentPurpose.DIRECT_MARKETING,
                        ConsentStatus.GRANTED,
                        true,
                        AT,
                        null,
                        null,
                        "tel1",
                        "k1",
                        null),
                AT,
                null);

        assertThat(grant.isProven()).isFalse();
        assertThat(grant.isLawfullyCaptured(Set.of(RecordingBasis.CONSENT))).isFalse();
        assertThat(grant.states(Channel.SMS)).isFalse();
        assertThat(grant.states(ConsentPurpose.DIRECT_MARKETING)).isFalse();
    }
}
