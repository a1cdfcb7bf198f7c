// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.Language;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.RuleCode;
import io.consentgate.rulebook.Examples;
import io.consentgate.rulebook.RuleBook;
import io.consentgate.rulebook.RuleList;
import io.consentgate.rulebook.RulesInForce;
import io.consentgate.run.PolicySettings;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the rules, or explains some of them. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the rules in force in a country on a day: what each asks, what it does, what it rests on, which outcomes "
                    + "of a review it leaves open, and who has reviewed its law. With CODE, explains those rules, with "
                    + "examples.",
            "",
            "The settings are those of policy.* in the configuration, if there is one; brokers need not be named."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:there is no such rule, or the command line or the configuration is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate rules",
            "  gate rules --on 2024-06-01 --language pl",
            "  gate rules --jurisdiction DE --format markdown > rules.md",
            "  gate rules MSG-CONSENT-WITHDRAWN"
        })
final class RulesCommand implements Callable<Integer> {

    /** Format of the list. */
    enum Format {
        TABLE,
        MARKDOWN,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private ConfigOption configuration;

    @Parameters(arity = "0..*", paramLabel = "CODE", description = "Rules to explain; otherwise all are listed.")
    private List<String> codes = new ArrayList<>();

    @Option(
            names = "--on",
            paramLabel = "DAY",
            description = "The day whose law it is, such as 2026-11-30; otherwise today.")
    private @Nullable LocalDate on;

    @Option(
            names = "--jurisdiction",
            paramLabel = "COUNTRY",
            split = ",",
            description = "Countries, such as PL; otherwise those in the settings.")
    private List<String> jurisdictions = new ArrayList<>();

    @Option(
            names = {"--language", "--lang"},
            paramLabel = "LANGUAGE",
            defaultValue = "en",
            completionCandidates = LawLanguage.class,
            converter = LawLanguage.class,
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Language language;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PolicyOptions options = PolicySettings.of(configuration.readPolicy());
        RuleList list = asked(options, new RuleBook(Policy.standard(options), Examples.shipped()));
        List<String> lines = switch (format) {
            case TABLE -> RulesTable.lines(list, language, !codes.isEmpty());
            case MARKDOWN -> RulesMarkdown.lines(list, language, !codes.isEmpty());
            case JSON -> List.of(RulesJson.of(list));
        };
        lines.forEach(spec.commandLine().getOut()::println);
        return ExitCode.OK;
    }

    private RuleList asked(PolicyOptions options, RuleBook book) {
        List<String> countries = jurisdictions.isEmpty()
                ? List.copyOf(new TreeSet<>(options.jurisdictions()))
                : jurisdictions.stream()
                        .map(country -> country.toUpperCase(Locale.ROOT))
                        .distinct()
                        .toList();
        try {
            RuleList all = book.list(countries, on == null ? LocalDate.now(ZoneId.systemDefault()) : on, language);
            return codes.isEmpty() ? all : only(all);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "" + e.getMessage(), e);
        }
    }

    private RuleList only(RuleList all) {
        List<String> asked = codes.stream()
                .map(code -> code.toUpperCase(Locale.ROOT).replace('_', '-'))
                .distinct()
                .toList();
        asked.forEach(RulesCommand::requireKnown);
        RuleList some = all.only(asked);
        for (String code : asked) {
            if (some.all().noneMatch(rule -> rule.code().equals(code))) {
                throw new IllegalArgumentException(code + " does not bind on " + all.on() + " in "
                        + all.jurisdictions().stream()
                                .map(RulesInForce::jurisdiction)
                                .collect(Collectors.joining(", "))
                        + "; name another day with --on or another country with --jurisdiction");
            }
        }
        return some;
    }

    private static void requireKnown(String code) {
        if (Arrays.stream(RuleCode.values()).noneMatch(known -> known.code().equals(code))) {
            List<String> near = NearCodes.to(code);
            throw new IllegalArgumentException("there is no rule " + code + "; "
                    + (near.isEmpty() ? "'gate rules' lists them" : "did you mean " + String.join(", ", near) + "?"));
        }
    }
}
