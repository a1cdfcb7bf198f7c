// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example in README.md is code that {@link BarrierIT} runs. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Path EXAMPLE = Path.of("src/test/java/io/consentgate/barrier/PaymentsExample.java");
    private static final Pattern CODE = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern REGION = Pattern.compile("(?ms)^ *// example: begin\\n(.*?)^ *// example: end$");

    @Test
    void shouldShowTheCodeThatIsRun() throws IOException {
        assertThat(CODE.matcher(Files.readString(README)).results())
                .singleElement()
                .extracting(block -> block.group(1))
                .isEqualTo(example());
    }

    @Test
    void shouldStayShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(90);
    }

    private static String example() throws IOException {
        MatchResult region =
                REGION.matcher(Files.readString(EXAMPLE)).results().findFirst().orElseThrow();
        return region.group(1).indent(-4);
    }
}
