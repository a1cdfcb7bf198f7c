// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.console.cases.ActKind;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Closing;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.console.identity.SignInFailed;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.review.facts.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextsTest {

    private static final Pattern KEY = Pattern.compile("view\\.t\\(\"([\\w.-]+)\"[,)]");

    @Test
    void shouldSayEverythingInBothLanguages() {
        assertThat(Texts.in(Language.PL).keys())
                .containsExactlyInAnyOrderElementsOf(Texts.in(Language.EN).keys());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void shouldHaveEveryTextThatAPageNames(Language language) throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("src/main/jte"))) {
            List<String> named = pages.filter(Files::isRegularFile)
                    .flatMap(page -> KEY.matcher(read(page)).results().map((MatchResult found) -> found.group(1)))
                    .distinct()
                    .toList();

            assertThat(named).hasSizeGreaterThan(100).allMatch(Texts.in(language)::has);
        }
    }

    static Stream<List<String>> words() {
        return Stream.of(
                words("role", Role.values()),
                words("kind", EventKind.values()),
                words("state", CaseState.values()),
                words("closing", Closing.Kind.values()),
                words("closing", VerdictResult.Kind.values()),
                words("case.news", CaseChange.Kind.values()),
                words("readability", CaseFile.Readability.values()),
                words("part", CasePart.values()),
                words("consent.kind", ConsentRecord.Entry.Kind.values()),
                words("consent.availability", ConsentRecord.Availability.values()),
                words("held.state", HeldConsent.State.values()),
                words("held.doubt", HeldConsent.Doubt.values()),
                words("held.kept", HeldConsent.KeptAct.Kind.values()),
                words("claim.reason", Claims.TakeOverReason.values()),
                words("outcome", VerdictOutcome.values()),
                words("outcome.does", VerdictOutcome.values()),
                words("answer.done", VerdictOutcome.values()),
                words("fault", Draft.Fault.values()),
                Arrays.stream(Evidence.values())
                        .filter(part -> part != Evidence.CONSENT_HISTORY) // the consent stands for both
                        .map(part -> "to-open." + part)
                        .toList(),
                words("act", ActKind.values()),
                words("trail.answer", VerdictResult.Kind.values()),
                words("audit", AuditTrail.Format.values()),
                words("filter.age", QueueQuery.Age.values()),
                words("filter.shown", QueueQuery.Shown.values()),
                words("filter.sort", QueueSort.values()),
                words("sign-in.remedy", SignInFailed.Remedy.values()),
                words("rule.enforced", RuleKind.values()),
                words("value", Purpose.values()),
                words("value", Channel.values()),
                words("value", Effect.values()),
                words("value", Ground.values()),
                words("value", Trigger.values()),
                words("value", AutomationMode.values()),
                words("value", ConsentStatus.values()),
                words("value", ConsentPurpose.values()),
                words("value", EvidenceKind.values()));
    }

    private static List<String> words(String group, Enum<?>[] words) {
        return Arrays.stream(words).map(word -> group + "." + word.name()).toList();
    }

    @ParameterizedTest
    @MethodSource("words")
    void shouldHaveAWordForEverythingThatACaseCanBe(List<String> keys) {
        assertThat(keys).allMatch(Texts.in(Language.PL)::has);
    }

    @Test
    void shouldCountInPolish() {
        Texts texts = Texts.in(Language.PL);

        assertThat(List.of(1, 2, 5, 12, 22, 25))
                .map(count -> texts.say("queue.news", count))
                .containsExactly(
                        "1 nowa sprawa.",
                        "2 nowe sprawy.",
                        "5 nowych spraw.",
                        "12 nowych spraw.",
                        "22 nowe sprawy.",
                        "25 nowych spraw.");
    }

    @Test
    void shouldSayInPolishWhatTheGateDidToVerdicts() {
        Texts texts = Texts.in(Language.PL);

        assertThat(List.of(1, 3, 5))
                .map(count -> texts.say("bulk.refused", count))
                .containsExactly(
                        "Bramka odrzuciła 1 rozstrzygnięcie; jego sprawa jest bez zmian.",
                        "Bramka odrzuciła 3 rozstrzygnięcia; ich sprawy są bez zmian.",
                        "Bramka odrzuciła 5 rozstrzygnięć; ich sprawy są bez zmian.");
    }

    @Test
    void shouldNotPassOverATextThatIsNotThere() {
        assertThatThrownBy(() -> Texts.in(Language.EN).say("no.such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.such");
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
