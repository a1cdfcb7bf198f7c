// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.law.LawInForce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LawOfOneCountryTest {
    private static final LocalDate FIRST = LocalDate.of(2028, 1, 1);

    /** A statute of one country binds on its own days, whatever the Union's law does on them. */
    @Test
    void shouldBindOnTheDaysOfACountrysOwnStatute() {
        LawBook book = LawBook.of(List.of(new Kept(
                RuleDescription.diverts(RuleCode.MSG_EXPIRED).onlyIn("PL").bindsFrom(FIRST))));

        assertThat(book.on("PL", FIRST.minusDays(1)).rules()).isEmpty();
        assertThat(book.on("PL", FIRST).rules()).hasSize(1);
        assertThat(book.on("DE", FIRST).rules()).isEmpty();
    }

    /** Midnight in Warsaw is an hour before midnight in UTC in winter. */
    @Test
    void shouldBeginADayOfThatStatuteByTheClocksOfTheCountry() {
        LawBook book = LawBook.of(List.of(new Kept(
                RuleDescription.diverts(RuleCode.MSG_EXPIRED).onlyIn("PL").bindsFrom(FIRST))));

        LawInForce before = book.at("PL", Instant.parse("2027-12-31T22:59:59.999Z"));
        LawInForce from = book.at("PL", Instant.parse("2027-12-31T23:00:00Z"));

        assertThat(before.rules()).isEmpty();
        assertThat(from.rules()).hasSize(1);
    }

    /** Another country is a file, and no search for what is Polish. */
    @Test
    void shouldNameTheCountryAndItsClocksInItsPackAlone() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            assertThat(files.filter(file -> file.toString().contains("src/main/java"))
                            .filter(Files::isRegularFile)
                            .filter(file ->
                                    read(file).contains("\"PL\"") || read(file).contains("\"Europe/Warsaw\"")))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("Poland.java");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Kept(RuleDescription description) implements MessageRule {
        @Override
        public Finding judge(MessageSituation situation) {
            return Finding.kept();
        }
    }
}
