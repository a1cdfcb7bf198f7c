// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.Language;
import io.consentgate.policy.Texts;

/** The report's own words: {@code check_en.properties} and other languages; English when a language has no file. */
final class CheckWords {

    private static final Texts TEXTS = Texts.of("check");

    private final Language language;

    CheckWords(Language language) {
        this.language = TEXTS.languages().contains(language) ? language : Language.ENGLISH;
    }

    String of(String key) {
        return TEXTS.text(language, key);
    }
}
