// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The texts of the rules, in one file per language: {@code policy/texts/rules_en.properties} and the same for each
 * language, in UTF-8. Adding a file adds a language; no other place lists the languages.
 */
public final class Texts {
    private static final String ROOM = "io/consentgate/policy/texts/";

    /** The texts of the rules, facts, words and citations. */
    public static final Texts RULES = of("rules");

    private final String name;
    private final Map<Language, Map<String, String>> byLanguage;

    private Texts(String name, Map<Language, Map<String, String>> byLanguage) {
        this.name = name;
        this.byLanguage = byLanguage;
    }

    /**
     * All files of that name.
     *
     * @throws IllegalStateException if there is no English file, or a file lacks a text that another file has
     */
    public static Texts of(String name) {
        return of(name, Texts.class.getClassLoader());
    }

    static Texts of(String name, ClassLoader loader) {
        Map<Language, Map<String, String>> byLanguage = new LinkedHashMap<>();
        Arrays.stream(Locale.getISOLanguages()).sorted().forEach(code -> {
            if (loader.getResource(ROOM + name + '_' + code + ".properties") != null) {
                byLanguage.put(new Language(code), read(name, code, loader));
            }
        });
        if (!byLanguage.containsKey(Language.ENGLISH)) {
            throw new IllegalStateException("There is no " + file(name, Language.ENGLISH)
                    + ", and findings are recorded" + " in English. Restore the file.");
        }
        Set<String> keys = new TreeSet<>();
        byLanguage.values().forEach(texts -> keys.addAll(texts.keySet()));
        byLanguage.forEach((language, texts) -> {
            Set<String> missing = new TreeSet<>(keys);
            missing.removeAll(texts.keySet());
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        file(name, language) + " lacks " + missing + ", which another language has. Add them.");
            }
        });
        return new Texts(name, byLanguage);
    }

    private static Map<String, String> read(String name, String code, ClassLoader loader) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                (ROOM + name).replace('/', '.'),
                Locale.forLanguageTag(code),
                loader,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return bundle.keySet().stream().collect(Collectors.toUnmodifiableMap(key -> key, bundle::getString));
    }

    /** The available languages, by code. */
    public List<Language> languages() {
        return List.copyOf(byLanguage.keySet());
    }

    /**
     * One text.
     *
     * @throws IllegalStateException if the language or the text is missing
     */
    public String text(Language language, String key) {
        String text = byLanguage.getOrDefault(language, Map.of()).get(key);
        if (text == null) {
            throw new IllegalStateException(file(name, language) + " has no text " + key + ". Add it.");
        }
        return text;
    }

    /**
     * Refuses a key without a text in some language.
     *
     * @throws IllegalStateException if a language has no text for the key
     */
    void require(String key) {
        byLanguage.keySet().forEach(language -> text(language, key));
    }

    private static String file(String name, Language language) {
        return ROOM + name + '_' + language + ".properties";
    }
}
