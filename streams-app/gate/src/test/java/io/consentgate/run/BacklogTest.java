// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    /** What stands in the place of a record that is not read must not stand where none is committed. */
    @Test
    void shouldHoldWhatIsCommittedAndNotReadYet() {
        Backlog backlog = new Backlog(90, 92);

        assertThat(backlog.mayHold(89)).isFalse();
        assertThat(backlog.mayHold(90)).isTrue();
        assertThat(backlog.mayHold(91)).isTrue();
        assertThat(backlog.mayHold(92)).isFalse();
    }
}
