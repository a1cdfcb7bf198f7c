// SPDX-License-Identifier: Apache-2.0
package io.consentgate.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.Channel;
import io.consentgate.events.ConsentState;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratedClassesTest {

    private final ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();

    @BeforeEach
    void startFromAvrosOwnTrust() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.DEFAULT);
    }

    @AfterEach
    void restore() {
        ClassSecurityValidator.setGlobal(before);
    }

    @Test
    void shouldTrustTheContractAndKeepWhatWasTrusted() {
        ClassSecurityValidator.setGlobal(Thread.class::equals);

        GeneratedClasses.trust();

        ClassSecurityPredicate trusted = ClassSecurityValidator.getGlobal();
        assertThat(trusted.isTrusted(ConsentState.class)).isTrue();
        assertThat(trusted.isTrusted(Channel.class)).isTrue();
        assertThat(trusted.isTrusted(Thread.class)).isTrue();
        assertThat(trusted.isTrusted(ProcessBuilder.class)).isFalse();
    }

    @Test
    void shouldChangeNothingTheSecondTime() {
        GeneratedClasses.trust();
        ClassSecurityPredicate once = ClassSecurityValidator.getGlobal();

        GeneratedClasses.trust();

        assertThat(ClassSecurityValidator.getGlobal()).isSameAs(once);
    }
}
