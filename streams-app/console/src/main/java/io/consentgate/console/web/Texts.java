// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import com.ibm.icu.text.MessageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The console's texts in one language. Uses ICU's messages, since Polish has four plural forms: 1 sprawa, 2 sprawy, 5
 * spraw, 1,5 sprawy. Immutable, thread-safe.
 */
public final class Texts {

    private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Texts(language));
        }
    }

    private final Language language;
    private final Map<String, MessageFormat> messages;

    private Texts(Language language) {
        this.language = language;
        this.messages = read("/io/consentgate/console/texts/" + language.tag() + ".properties").entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> (String) entry.getKey(), entry -> parsed(language, entry.getKey(), entry.getValue())));
    }

    private static MessageFormat parsed(Language language, Object key, Object pattern) {
        try {
            return new MessageFormat((String) pattern, language.locale());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The " + language + " text of " + key + " is no ICU message", e);
        }
    }

    private static Properties read(String resource) {
        try (InputStream file = Objects.requireNonNull(Texts.class.getResourceAsStream(resource), resource)) {
            Properties properties = new Properties();
            properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + resource, e);
        }
    }

    static Texts in(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /**
     * One text.
     *
     * @param arguments values for {0}, {1}, …; numbers and dates unformatted, so that they follow the language
     * @throws IllegalArgumentException when there is no such text
     */
    String say(String key, Object... arguments) {
        MessageFormat message = messages.get(key);
        if (message == null) {
            throw new IllegalArgumentException("There is no " + language + " text " + key);
        }
        // A format is not thread-safe.
        return message.clone().format(arguments);
    }

    boolean has(String key) {
        return messages.containsKey(key);
    }

    Set<String> keys() {
        return messages.keySet();
    }
}
