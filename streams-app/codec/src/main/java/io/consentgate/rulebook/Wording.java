// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

import io.consentgate.policy.Language;
import io.consentgate.policy.Texts;

/** Headings and words of the list of rules in one language; English if that language has no file. */
public final class Wording {
    private static final Texts TEXTS = Texts.of("rulebook");

    private final Language language;

    private Wording(Language language) {
        this.language = language;
    }

    /** The words of a language. */
    public static Wording in(Language language) {
        return new Wording(TEXTS.languages().contains(language) ? language : Language.ENGLISH);
    }

    /**
     * One text.
     *
     * @throws IllegalStateException if there is no such text
     */
    public String of(String key) {
        return TEXTS.text(language, key);
    }

    /** A text whose placeholder, a name in braces, is replaced by a value. */
    public String of(String key, String name, Object value) {
        return of(key).replace('{' + name + '}', value.toString());
    }
}
