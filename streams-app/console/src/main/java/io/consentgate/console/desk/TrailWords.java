// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.FieldLabels;
import io.consentgate.policy.Language;
import io.consentgate.policy.law.Poland;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of a trail's page in one language. Times are in Polish time, then in UTC, since a court might ask for either. */
final class TrailWords {

    private static final ZoneId POLISH_TIME = ZoneId.of(Poland.TIME_ZONE);

    private final Locale locale;
    private final ResourceBundle words;
    private final DateTimeFormatter time;

    TrailWords(Locale locale) {
        this.locale = locale;
        this.words = ResourceBundle.getBundle(
                "io.consentgate.console.desk.trail",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.time =
                DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss xxx", locale).withZone(POLISH_TIME);
    }

    Locale locale() {
        return locale;
    }

    Language language() {
        return new Language(locale.getLanguage());
    }

    String word(String key) {
        return words.getString(key);
    }

    /** A code, and what it means where there are words for it. */
    String code(String prefix, String code) {
        String key = prefix + "." + code;
        return words.containsKey(key) ? words.getString(key) + " (" + code + ")" : code;
    }

    String label(String path) {
        return FieldLabels.label(path, locale);
    }

    String at(Instant instant) {
        Instant whole = instant.truncatedTo(ChronoUnit.SECONDS);
        return time.format(whole) + " (" + DateTimeFormatter.ISO_INSTANT.format(whole.atOffset(ZoneOffset.UTC)) + ")";
    }
}
