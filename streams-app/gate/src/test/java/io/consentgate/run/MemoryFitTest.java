// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryFitTest {

    private static final long MIB = 1024L * 1024;

    @Test
    void shouldSayWhatDoesNotFit() {
        assertThat(new MemoryFit(1024 * MIB, 512 * MIB, 1700 * MIB).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("1024 MiB", "512 MiB", "1700 MiB"));
        assertThat(new MemoryFit(1024 * MIB, 512 * MIB, 2048 * MIB).problem()).isEmpty();
    }

    @Test
    void shouldKnowTheMemoryOfThisProcess() {
        MemoryFit found = MemoryFit.ofThisProcess(1);

        assertThat(found.heap()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(found.available()).isGreaterThan(64 * MIB);
    }
}
