// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import com.ibm.icu.util.LocaleMatcher;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages of the console. Polish comes first, as the language of the law applied here. */
public enum Language {
    PL(Locale.forLanguageTag("pl-PL"), "Polski"),
    EN(Locale.forLanguageTag("en-GB"), "English");

    /** Query parameter that switches the language; see {@link View#inOtherLanguage}. */
    static final String PARAMETER = "lang";

    private static final int LONGEST_HEADER = 200;

    private static final String COOKIE = "consent-gate-language";

    private static final LocaleMatcher MATCHER = LocaleMatcher.builder()
            .setSupportedULocales(Arrays.stream(values())
                    .map(language -> com.ibm.icu.util.ULocale.forLocale(language.locale))
                    .toList())
            .build();

    private final Locale locale;
    private final String ownName;

    Language(Locale locale, String ownName) {
        this.locale = locale;
        this.ownName = ownName;
    }

    /** The reader's earlier choice, else their browser's preference, else Polish. */
    static Language of(Context context) {
        return ofTag(context.cookie(COOKIE)).orElseGet(() -> wanted(context.header("Accept-Language")));
    }

    static Optional<Language> ofTag(@Nullable String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(tag))
                .findFirst();
    }

    private static Language wanted(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return PL;
        }
        try {
            return ofTag(MATCHER.getBestMatch(acceptLanguage).getLanguage()).orElse(PL);
        } catch (IllegalArgumentException e) { // no list of languages at all
            return PL;
        }
    }

    /** Keeps the choice for a year. */
    void remember(Context context, String path, boolean secure) {
        context.cookie(new Cookie(
                COOKIE, tag(), path, (int) Duration.ofDays(365).toSeconds(), secure, true, null, SameSite.LAX));
    }

    /** For example in {@code lang="pl"}. */
    public String tag() {
        return locale.getLanguage();
    }

    /** The same language in the policy's type. */
    io.consentgate.policy.Language ofRules() {
        return new io.consentgate.policy.Language(tag());
    }

    Locale locale() {
        return locale;
    }

    /** The language's name in the language itself. */
    public String ownName() {
        return ownName;
    }

    Language other() {
        return switch (this) {
            case PL -> EN;
            case EN -> PL;
        };
    }
}
