// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/**
 * A statute, or a court or body whose judgments or guidance are cited.
 *
 * @param key each language has the short name of the act under {@code act.} and this key; packs of law refer to the act
 *     by it
 * @param kind how the act is cited
 * @param url where the official text is published
 * @param inForce the days on which the act binds
 * @param texts the files with its name
 */
public record Act(String key, Kind kind, URI url, InForce inForce, Texts texts) {

    /** Decides how an act is cited; each language has a pattern for each kind. */
    public enum Kind {
        STATUTE,
        JUDGMENT,
        GUIDANCE
    }

    public Act {
        texts.require("act." + key);
    }

    /** A statute that binds from a day on. */
    public static Act statute(String key, String url, LocalDate from) {
        return statute(key, url, from, Texts.RULES);
    }

    /** A statute that binds from a day on, with its name in separate text files. */
    public static Act statute(String key, String url, LocalDate from, Texts texts) {
        return new Act(key, Kind.STATUTE, URI.create(url), InForce.since(from), texts);
    }

    /**
     * A judgment.
     *
     * @param court each language has the court's short name under {@code act.} and this key
     * @param number the case number
     * @param name the name of the case, or empty
     */
    public static Citation judgment(String court, String number, String name, String url, LocalDate on) {
        Act act = new Act(court, Kind.JUDGMENT, URI.create(url), InForce.since(on), Texts.RULES);
        return new Citation(act, List.of(new Citation.Part(Citation.Unit.CASE, number, "")), act.inForce(), name);
    }

    /** Guidance, which does not bind, but shows how an authority reads the law. */
    public static Act guidance(String key, String url, LocalDate from) {
        return new Act(key, Kind.GUIDANCE, URI.create(url), InForce.since(from), Texts.RULES);
    }

    /** The act as a whole. */
    public Citation asAWhole() {
        return new Citation(this, List.of(), inForce, "");
    }

    public Citation article(int number) {
        return article(Integer.toString(number));
    }

    /** An article whose number has a letter, such as {@code 105a}. */
    public Citation article(String number) {
        return asAWhole().with(Citation.Unit.ARTICLE, number, "");
    }

    public Citation recital(int number) {
        return asAWhole().with(Citation.Unit.RECITAL, Integer.toString(number), "");
    }

    public Citation section(String number) {
        return asAWhole().with(Citation.Unit.SECTION, number, "");
    }

    /** The short name by which lawyers of that language cite the act. */
    public String name(Language language) {
        return texts.text(language, "act." + key);
    }
}
