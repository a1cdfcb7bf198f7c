// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/**
 * What the gate itself says where a fact has no value to repeat. Only these are translated: a publisher's text stays as
 * it came, even if it reads like one of them.
 */
public enum Word {
    ABSENT("absent", "brak"),
    /** The value is there, is not what it has to be, and is not to be repeated. */
    DIFFERS("differs", "inny"),
    NONE("none", "brak"),
    PRESENT("present", "jest"),
    UNREADABLE("unreadable", "nieczytelny"),
    INCOMPLETE("incomplete", "niepełny"),
    ANSWERED("answered", "odpowiedziano"),
    NOT_OPEN("not open", "nieotwarte"),
    CONTROLLER("controller", "administrator"),
    PURPOSE("purpose", "cel"),
    CHANNEL("channel", "kanał"),
    NO_GRANT_TIME("no grantedAt", "brak czasu udzielenia"),
    STATUS_UNKNOWN("status unknown", "nieznany status"),
    NOT_HELD("unknown or closed", "nieznana lub zamknięta"),
    EXPIRED("expired", "wygasła"),
    STILL_UNLAWFUL("still breaks the rules named below", "nadal narusza reguły wskazane poniżej"),
    USED("used before", "użyty wcześniej"),
    ALWAYS("always", "zawsze"),
    NOTHING_WAITS("no such verdict waits", "żaden taki werdykt nie czeka"),
    ENCRYPTED("encrypted, which the gate cannot do", "zaszyfrowana, czego bramka nie potrafi"),
    NOTHING_CHANGED("nothing is changed", "nic nie zmieniono"),
    CASE_ESCALATED("escalated", "przekazana wyżej"),
    CONSENT("consent", "zgody"),
    CONTENT("content", "treści"),
    AMENDMENT("amended content", "zmienionej treści"),
    SAME_PERSON("the same person", "ta sama osoba"),
    TRUE("true", "tak"),
    FALSE("false", "nie");

    private final String en;
    private final String pl;

    Word(String en, String pl) {
        this.en = en;
        this.pl = pl;
    }

    /** What is recorded, and what an English reader is told. */
    public String en() {
        return en;
    }

    /** What a Polish reader is told. */
    public String pl() {
        return pl;
    }
}
