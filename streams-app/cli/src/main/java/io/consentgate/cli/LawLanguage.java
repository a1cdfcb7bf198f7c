// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.Language;
import io.consentgate.policy.Texts;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The languages of the rules' texts, as command-line values. */
final class LawLanguage implements ITypeConverter<Language>, Iterable<String> {

    @Override
    public Language convert(String code) {
        Language language = new Language(code);
        if (!Texts.RULES.languages().contains(language)) {
            throw new TypeConversionException("'" + code + "' is none of " + codes());
        }
        return language;
    }

    @Override
    public Iterator<String> iterator() {
        return codes().iterator();
    }

    private static List<String> codes() {
        return Texts.RULES.languages().stream().map(Language::code).toList();
    }
}
