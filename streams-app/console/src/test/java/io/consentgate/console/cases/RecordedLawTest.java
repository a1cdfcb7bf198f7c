// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Language;
import org.junit.jupiter.api.Test;

class RecordedLawTest {

    @Test
    void shouldCiteWhatIsOnRecordAsLawyersOfTheReadersLanguageDo() {
        assertThat(RecordedLaw.in("GDPR art. 7(3); PKE art. 398(1); PKE art. 400", Language.POLISH))
                .isEqualTo("art. 7 ust. 3 RODO; art. 398 ust. 1 PKE; art. 400 PKE");
        assertThat(RecordedLaw.in("CJEU C-634/21 SCHUFA", Language.POLISH)).isEqualTo("wyrok TSUE C-634/21");
        assertThat(RecordedLaw.in("the gate's own rule", Language.POLISH)).isEqualTo("reguła własna bramki");
    }

    @Test
    void shouldKnowTheLawOfVerdictsAsWell() {
        assertThat(RecordedLaw.in("GDPR art. 22(3)", Language.POLISH)).isEqualTo("art. 22 ust. 3 RODO");
    }

    @Test
    void shouldLeaveWhatItDoesNotKnowAsItIs() {
        assertThat(RecordedLaw.in("Act of Nowhere § 3; PKE art. 400", Language.POLISH))
                .isEqualTo("Act of Nowhere § 3; art. 400 PKE");
        assertThat(RecordedLaw.in("", Language.POLISH)).isEmpty();
    }

    @Test
    void shouldRepeatTheRecordInItsOwnLanguage() {
        String recorded = "GDPR art. 7(3); PKE art. 398(1); SOKiK XVII AmT 81/19";

        assertThat(RecordedLaw.in(recorded, Language.ENGLISH)).isEqualTo(recorded);
    }
}
