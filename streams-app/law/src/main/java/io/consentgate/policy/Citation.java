// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A provision, a judgment or a piece of guidance, with the days on which it binds. Its parts are stored apart, so that
 * each language cites as its lawyers do: {@code GDPR art. 6(1)(a)}, {@code art. 6 ust. 1 lit. a RODO}.
 *
 * @param parts from the largest to the smallest, such as article, paragraph and letter
 * @param name the name of a case, or the key of a remark on the wording under {@code wording.}; empty if there is none
 */
public record Citation(Act act, List<Part> parts, InForce inForce, String name) {

    /** Holds at most as many lines as the built-in law has citations, in each language. */
    private static final Map<Line, String> LINES = new ConcurrentHashMap<>();

    private record Line(Citation citation, Language language) {}

    /** The kind of a part of an act; each language has a pattern for it. */
    public enum Unit {
        ARTICLE,
        PARAGRAPH,
        POINT,
        LETTER,
        RECITAL,
        SECTION,
        CASE
    }

    /**
     * One part.
     *
     * @param to the last part where several are cited at once; empty for a single part
     */
    public record Part(Unit unit, String from, String to) {}

    public Citation {
        parts = List.copyOf(parts);
    }

    public Citation paragraph(int number) {
        return with(Unit.PARAGRAPH, Integer.toString(number), "");
    }

    /** A paragraph whose number has a letter, such as {@code 1a}. */
    public Citation paragraph(String number) {
        return with(Unit.PARAGRAPH, number, "");
    }

    public Citation paragraphs(int from, int to) {
        return with(Unit.PARAGRAPH, Integer.toString(from), Integer.toString(to));
    }

    public Citation point(int number) {
        return with(Unit.POINT, Integer.toString(number), "");
    }

    /** A point whose number has a letter, such as {@code 5a}. */
    public Citation point(String number) {
        return with(Unit.POINT, number, "");
    }

    public Citation letter(String letter) {
        return with(Unit.LETTER, letter, "");
    }

    public Citation letters(String from, String to) {
        return with(Unit.LETTER, from, to);
    }

    Citation with(Unit unit, String from, String to) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(unit, from, to));
        return new Citation(act, more, inForce, name);
    }

    /**
     * The provision in its wording between two days.
     *
     * @param to first day on which the wording no longer binds; null while it binds
     * @param wording each language distinguishes the wordings under {@code wording.} and this key; empty if there is
     *     only one
     */
    public Citation worded(String wording, LocalDate from, @Nullable LocalDate to) {
        if (!wording.isEmpty()) {
            act.texts().require("wording." + wording);
        }
        return new Citation(act, parts, new InForce(from, to), wording);
    }

    /** The provision as it binds from a day on, where this is not the day of the act. */
    public Citation since(LocalDate from) {
        return new Citation(act, parts, new InForce(from, null), name);
    }

    /** Where the official text is published. */
    public URI url() {
        return act.url();
    }

    /** The citation in one line, as lawyers of that language write it. */
    public String in(Language language) {
        Line line = new Line(this, language);
        String known = LINES.get(line);
        if (known == null) {
            known = written(language);
            LINES.put(line, known);
        }
        return known;
    }

    private String written(Language language) {
        StringBuilder place = new StringBuilder();
        for (Part part : parts) {
            String pattern = "unit." + lower(part.unit()) + (part.to().isEmpty() ? "" : ".range");
            place.append(Texts.RULES
                    .text(language, pattern)
                    .replace("{from}", part.from())
                    .replace("{to}", part.to()));
        }
        if (parts.isEmpty()) {
            return act.name(language);
        }
        String cited = Texts.RULES
                .text(language, "citation." + lower(act.kind()))
                .replace("{act}", act.name(language))
                .replace("{place}", place)
                .replace("{case}", act.kind() == Act.Kind.JUDGMENT ? name : "")
                .strip();
        return act.kind() == Act.Kind.JUDGMENT || name.isEmpty()
                ? cited
                : cited + " (" + act.texts().text(language, "wording." + name) + ')';
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Leaves out the days and the act's other fields, in which citations rarely differ. */
    @Override
    public int hashCode() {
        return 31 * (31 * act.key().hashCode() + parts.hashCode()) + name.hashCode();
    }

    /** In English, as records hold it. */
    @Override
    public String toString() {
        return in(Language.ENGLISH);
    }
}
