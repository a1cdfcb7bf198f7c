// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which controller an act against names. A controller must heed a person's no in any spelling of its id, so the gate
 * reads an act for all that it may mean. It does not read permissions so: a grant must name its controller exactly.
 */
public final class ControllerName {

    /** In plain words; see {@link PlainWords}. */
    private static final Set<String> ALL = PlainWords.set("""
            all alle any badz byle anyone both dowolna dowolne dowolny each every everybody everyone kazda kazde kazdego
            kazdy ktokolwiek oba obaj obie obydwa obydwaj obydwie wszelcy wszelki wszelkie wszyscy wszystkich wszystkie
            wszystkim wszystko
            """);

    /** Words that mean all companies of a group. */
    private static final Set<String> GROUP = PlainWords.set("""
            concern corporate general global globalna globalnie globalny group grupa grupe grupie grupy holding holdingu
            koncern koncernu ogol ogolna ogolne ogolnie ogolny
            """);

    /** Words that may surround a word for all. */
    private static final Set<String> CONTROLLERS = PlainWords.set("""
            administrator administratora administratorom administratorow administratorzy affiliates and banki banks brand
            brands cala cale calego calej caly companies company controller controllers czlonkowie danych data entire
            entities entity firm firma firms firmy i in kto kapitalowa kapitalowej level marek marka marki member members
            nasz nasze of osobowych our personal podmiot podmiotow podmioty shops sklepow sklepy spolek spolka spolki
            spolkom stores subsidiaries the w whole wide z
            """);

    private static final Pattern SEPARATOR = Pattern.compile("[,;/|&+\\n\\r\\t]|\\s(?:and|or|und|i|oraz|lub)\\s");

    /** What precedes a list of names, as in {@code all (shop, bank)}. */
    private static final Pattern BEFORE_LIST = Pattern.compile("[(\\[{:]");

    private static final TextMemo<Meaning> MEANINGS = new TextMemo<>(ControllerName::meaning);
    private static final TextMemo<String> FORMS = new TextMemo<>(ControllerName::form);

    private ControllerName() {}

    /**
     * What a name may mean.
     *
     * @param forms names of controllers, each in its normal form
     */
    private record Meaning(boolean isAll, Set<String> forms) {}

    /**
     * Whether a name may mean a controller: the names differ only in spelling, the name is a list with the controller,
     * is a word for all or for a group, or names nothing.
     */
    public static boolean mayMean(String name, String controller) {
        if (name.equals(controller)) {
            return true;
        }
        Meaning meaning = MEANINGS.of(name);
        return meaning.isAll || meaning.forms.contains(FORMS.of(controller)) || Placeholder.isIn(name);
    }

    private static Meaning meaning(String name) {
        String seen = LookAlikes.asSeen(name);
        Set<String> forms = new HashSet<>();
        forms.add(form(seen));
        boolean isAll = isAll(seen) || isAll(BEFORE_LIST.split(seen, 2)[0]);
        String[] parts = SEPARATOR.split(seen, -1);
        if (parts.length > 1) {
            for (String part : parts) {
                forms.add(form(part));
                List<String> words = PlainWords.of(part);
                isAll |= !words.isEmpty() && ALL.containsAll(words);
            }
        }
        forms.remove("");
        return new Meaning(isAll, Set.copyOf(forms));
    }

    private static boolean isAll(String name) {
        List<String> words = PlainWords.of(name);
        return words.stream().anyMatch(word -> ALL.contains(word) || GROUP.contains(word))
                && words.stream()
                        .allMatch(word -> ALL.contains(word) || GROUP.contains(word) || CONTROLLERS.contains(word));
    }

    /**
     * Normal form for all spellings of a name: regardless of case and diacritics, and of blanks, dashes or underscores
     * between words.
     */
    private static String form(String name) {
        String words = PlainWords.of(name).stream()
                .map(ControllerName::withoutLeadingZeros)
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? LookAlikes.asSeen(name) : words;
    }

    /** A spreadsheet reads 0012 as a number, and writes 12. */
    private static String withoutLeadingZeros(String word) {
        int from = 0;
        while (from < word.length() - 1 && word.charAt(from) == '0') {
            from++;
        }
        return word.substring(from);
    }
}
