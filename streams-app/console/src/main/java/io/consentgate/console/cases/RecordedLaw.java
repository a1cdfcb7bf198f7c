// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.consentgate.policy.Citation;
import io.consentgate.policy.Language;
import io.consentgate.policy.Reason;
import io.consentgate.policy.Texts;
import io.consentgate.policy.rules.Catalogue;
import io.consentgate.review.rules.VerdictRules;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The recorded law, as lawyers of another language cite it. Unknown citations stay unchanged. */
public final class RecordedLaw {
    private static final Pattern BETWEEN = Pattern.compile(Pattern.quote(Reason.BETWEEN_CITATIONS));

    private static final String OWN_RULE = Texts.RULES.text(Language.ENGLISH, "own-rule");

    private static final Map<String, Citation> BY_RECORD = Stream.concat(
                    Catalogue.rules().stream(), VerdictRules.all().stream())
            .flatMap(rule -> rule.description().citations().stream())
            .distinct()
            .collect(toUnmodifiableMap(
                    citation -> citation.in(Language.ENGLISH), Function.identity(), (one, other) -> one));

    private RecordedLaw() {}

    /** Converts for example {@code GDPR art. 7(3)} to {@code art. 7 ust. 3 RODO}. */
    public static String in(String recorded, Language language) {
        if (recorded.equals(OWN_RULE)) {
            return Texts.RULES.text(language, "own-rule");
        }
        return BETWEEN.splitAsStream(recorded)
                .map(cited -> {
                    Citation citation = BY_RECORD.get(cited);
                    return citation == null ? cited : citation.in(language);
                })
                .collect(joining(Reason.BETWEEN_CITATIONS));
    }
}
