// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Locale;

/**
 * The gate's own words where a fact has no value to repeat. Only these are translated: a publisher's text stays as it
 * came, even if it reads like one of these words. The text files hold the words under {@code word.}.
 */
public enum Word {
    ABSENT,
    /** The value is present but wrong, and must not be repeated. */
    DIFFERS,
    /** The value is present but must be a keyed hash, and must not be repeated. */
    IN_CLEAR,
    NONE,
    PRESENT,
    UNREADABLE,
    /** Versions of the record contradict each other. */
    IN_DOUBT,
    ERASED,
    /** A time that is not stated, or that is impossible. */
    NOT_KNOWN,
    INCOMPLETE,
    ANSWERED,
    NOT_OPEN,
    CONTROLLER,
    PURPOSE,
    CHANNEL,
    NO_GRANT_TIME,
    IMPOSSIBLE_TIME,
    STATUS_UNKNOWN,
    NO_CONTRACT,
    NO_STATUTE,
    BEYOND_STATUTE,
    PROVEN_BEFORE_ERASURE,
    NOT_HELD,
    EXPIRED,
    STILL_UNLAWFUL,
    USED,
    RELEASED_BEFORE,
    ALWAYS,
    NOTHING_WAITS,
    ENCRYPTED,
    NOTHING_CHANGED,
    CASE_ESCALATED,
    CONSENT,
    CONTENT,
    AMENDMENT,
    SAME_PERSON,
    TRUE,
    FALSE,
    CHARACTERS;

    private final String key = "word." + name().toLowerCase(Locale.ROOT).replace('_', '-');

    Word() {
        Texts.RULES.require(key);
    }

    /** The word as readers of a language see it; records hold English. */
    public String in(Language language) {
        return Texts.RULES.text(language, key);
    }
}
