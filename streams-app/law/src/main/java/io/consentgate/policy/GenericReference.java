// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * References that only name a kind of thing, not a particular thing. They are words without a number, such as for a
 * contract, a consent, a form or a law, or the article of a law. By such a reference no reader could look up a
 * contract. A path of names without a number leads to one thing, and an id of random letters names one thing.
 */
final class GenericReference {

    /** Words that name no act when they surround its article. In plain words; see {@link PlainWords}. */
    private static final Set<String> KINDS = PlainWords.set("""
            a abonament abonamentu account agreement an and annex api aplikacja app application archive archiwum
            authorised authority authorized basis baza bazy biuro blad bledny bledu board by c call checkbox clause client
            clients conclusion conditions confirmed consent consented consents contract contracts contractual correction
            credit crm csv customer customers danych data database db do document dokument dpa duty dzial electronic
            elektroniczna email entering erp error excel file fix fixed for form forms formularz formularza formularze
            from general given gotowkowa gotowkowej gotowkowy granted ground grounds hipoteczna hipotecznego hipotecznej
            hipoteczny i id import imported importu in inquiry insurance interes interest interesu internet internetowa
            internetowy into kierownik klauzula klienci klient klienta klientem klientow konsumencka konsumencki
            konsumenckiego konta konto kontrakt kontraktu korekta kredyt kredytowa kredytowej kredytu landing law laws
            leasing leasingu legacy legal legally legitimate list lista listy loan mail manager mandate manual marketing
            marketingowa marketingowe migracja migration mistake mms mobile mobilna na nagrania nagranie necessary
            necessity new newsletter niezbedne niezbednosc no nowa nowy nr number numer o obligation obowiazek obowiazku
            obowiazujaca odbiorca of office ogolne old on online opt optin oral oraz order orders osoba osobiste
            osobistego oswiadczenie owu page paper papier papierowy pdf pelnomocnictwo per performance person phone
            pisemna pisemnie plik podpisana podpisano podstawa podstawy policy polisa polisy pomylka poprawka potwierdzona
            potwierdzono powierzenia powierzenie pozyczka pozyczki pracownik prawa prawna prawne prawnego prawnie prawny
            prawo processing processor prosba prosby przepis przepisow przepisy przetwarzania przetwarzanie purchase
            pytanie query question rachunek rachunku ramowa ramowej recording reczne recznie reczny ref reference
            referencja regulamin regulaminu request requested required requirement rozmowa rozmowy sale scan segregator
            service services serwis serwisowa serwisu signed skan sklep sklepu sms sprostowanie sprzedawca sprzedaz
            sprzedazy staff standard standardowa stara stary statement statute statutory strona strony subject
            subscription system t tc teczka telefon telefoniczna terms the to tos ubezpieczenia ubezpieczenie
            ubezpieczeniowa ubezpieczeniowej udzielona udzielono umow umowa umowe umowie umowy upowaznienie uprawnienia
            uprawnienie user usluga uslugi ustawowa ustawowe ustawowy ustna ustnie uzasadnione uzasadnionego uzasadniony
            uzytkownik w warunki warunkow we web website with wniosek wniosku written www wykonania wykonanie wymagana
            wymagane wymagany wymog wyrazona wyrazono xls xlsx z zaimportowano zakup zakupu zalacznik zamowienia
            zamowienie zapytania zapytanie zarzad zawarcia zawarcie zawarta zaznaczono ze zgoda zgode zgody zlecenia
            zlecenie
            """);

    private static final Set<String> ARTICLES = Set.of("art", "article", "artykul", "artykulu");

    /** Names that stand for exactly one law. */
    private static final Set<String> ACTS = Set.of("rodo", "gdpr", "dsgvo", "pke", "usude", "upk");

    /** Words for a law that precede its year and number. */
    private static final Set<String> LAWS = Set.of(
            "rozporzadzenie",
            "rozporzadzenia",
            "regulation",
            "dyrektywa",
            "dyrektywy",
            "directive",
            "ustawa",
            "ustawy",
            "act");

    private static final Set<String> PARTS = PlainWords.set("""
            ust ustep ustepu par paragraph pkt punkt point lit litera letter ue eu we ec zw 2016 679
            """);

    /** The number of an article or its parts. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}[a-z]?|[a-z]");

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    /** Among other words, a year only says when. */
    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");

    /** A lone digit is more often an answer, such as yes, than the number of a thing. */
    private static final Pattern LONE_DIGIT = Pattern.compile("0*\\d");

    /** Regulation (EU) 2016/679. */
    private static final String NUMBER_OF_GDPR = "679";

    private static final int SHORTEST_NAME_OF_AN_ACT = 3;

    private static final int SHORTEST_RANDOM_ID = 16;

    private static final int SHORTEST_UNSPEAKABLE_ID = 6;

    private static final int DIGITS_OF_AN_ID = 3;
    private static final int LONGEST_WORD = 16;

    /** The first articles of a law say what it is about. GDPR art. 6 says that there must be a duty, but not which. */
    private static final int LAST_INTRODUCTORY_ARTICLE = 6;

    private static final TextMemo<Boolean> GENERIC = new TextMemo<>(GenericReference::isOfKindsAlone);

    private GenericReference() {}

    /** Whether a reference only names a kind of thing. */
    static boolean is(String reference) {
        return mayBe(reference) && GENERIC.of(reference);
    }

    /** Nearly every reference has a long number or a hash in it, which this check finds cheaply. */
    private static boolean mayBe(String reference) {
        int digits = 0;
        int word = 0;
        boolean hasDigit = false;
        boolean hasLongWord = false;
        boolean isNumbered = false;
        boolean isApart = false;
        for (int i = 0; i < reference.length(); i++) {
            char each = reference.charAt(i);
            boolean isDigit = each >= '0' && each <= '9';
            // In an id a digit may follow a letter; in the words of a kind and the numbers of provisions it does not.
            if (isDigit && word > digits) {
                return false;
            }
            digits = isDigit ? digits + 1 : 0;
            word = each < 128 && Character.isLetterOrDigit(each) ? word + 1 : 0;
            hasDigit |= isDigit;
            hasLongWord |= word > LONGEST_WORD;
            isNumbered |= digits >= DIGITS_OF_AN_ID;
            isApart |= isBlank(each) || each == '/';
        }
        // Laws have long numbers, too, such as 2016/679.
        return !hasDigit || (!hasLongWord && (!isNumbered || isApart));
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /** As {@link #is}, without the quick check and the memo. */
    static boolean isOfKindsAlone(String reference) {
        return !isRandom(reference)
                && isMadeOf(reference, isPath(reference) ? KINDS::contains : word -> !hasDigit(word));
    }

    /** Whether all words of the reference name kinds of things. A position may name a person's authority. */
    static boolean isOfListedKinds(String reference) {
        return mayBe(reference) && isMadeOf(reference, KINDS::contains);
    }

    private static boolean isMadeOf(String reference, Predicate<String> isKind) {
        List<String> words = PlainWords.of(reference);
        // An id such as order-7 is a name; in running text, a digit is not.
        boolean isText = words.size() == 1
                || (reference.strip().chars().anyMatch(GenericReference::isBlank) && reference.indexOf('§') < 0);
        boolean inProvision = false;
        boolean inLaw = false;
        for (String word : words) {
            if (ARTICLES.contains(word) || ACTS.contains(word)) {
                inProvision = true;
            } else if (LAWS.contains(word)) {
                inLaw = true;
            } else if (!((inProvision || inLaw) && isPartOfLaw(word, inLaw))) {
                if (!isKind.test(word) && !(isText && isNoNumberOfAThing(word, words))) {
                    return false;
                }
                inProvision = false;
                inLaw = false;
            }
        }
        return true;
    }

    /** In running text. A year next to a number belongs to the number. */
    private static boolean isNoNumberOfAThing(String word, List<String> words) {
        return LONE_DIGIT.matcher(word).matches()
                || (YEAR.matcher(word).matches()
                        && words.size() > 1
                        && words.stream().filter(GenericReference::hasDigit).count() == 1);
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }

    private static boolean isPath(String reference) {
        int slash = reference.indexOf('/');
        return slash > 0 && slash < reference.length() - 1 && reference.chars().noneMatch(GenericReference::isBlank);
    }

    /** Letters that form no word: capitals and small letters in similar numbers, or hardly a vowel among many consonants. */
    private static boolean isRandom(String reference) {
        if (reference.chars().anyMatch(GenericReference::isBlank)) {
            return false;
        }
        return isOfBothCases(reference) || isUnspeakable(reference);
    }

    private static boolean isUnspeakable(String reference) {
        if (reference.length() < SHORTEST_UNSPEAKABLE_ID || !reference.chars().allMatch(Character::isLetter)) {
            return false;
        }
        long vowels = PlainWords.of(reference).stream()
                .flatMapToInt(String::chars)
                .filter(each -> "aeiouy".indexOf(each) >= 0)
                .count();
        return 6 * vowels < reference.length();
    }

    private static boolean isOfBothCases(String reference) {
        if (reference.length() < SHORTEST_RANDOM_ID) {
            return false;
        }
        int capitals = 0;
        int letters = 0;
        for (int i = 0; i < reference.length(); i++) {
            letters += Character.isLetter(reference.charAt(i)) ? 1 : 0;
            capitals += Character.isUpperCase(reference.charAt(i)) ? 1 : 0;
        }
        return 4 * capitals >= letters && 4 * capitals <= 3 * letters;
    }

    private static boolean isPartOfLaw(String word, boolean numberedByYear) {
        return PARTS.contains(word)
                || NUMBER.matcher(word).matches()
                || (numberedByYear && DIGITS.matcher(word).matches());
    }

    /**
     * Whether the reference cites the provision of a law, or an act by its number, so that a reader can look up the
     * duty.
     */
    static boolean citesProvision(String reference) {
        List<String> words = PlainWords.of(reference);
        boolean isNumbered = isNumberedAct(words);
        if (isNumbered && !words.contains(NUMBER_OF_GDPR)) {
            return true;
        }
        if (!isNumbered && words.stream().noneMatch(GenericReference::namesAct)) {
            return false;
        }
        for (int i = 1; i < words.size(); i++) {
            boolean isArticle = ARTICLES.contains(words.get(i - 1)) || ACTS.contains(words.get(i - 1));
            if (isArticle && isBeyondIntroduction(words.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumberedAct(List<String> words) {
        return words.stream().anyMatch(LAWS::contains)
                && words.stream()
                        .anyMatch(word -> word.length() >= DIGITS_OF_AN_ID
                                && DIGITS.matcher(word).matches());
    }

    /** Whether the word is an act's own name: "ustawa" and "prawo" are in the name of every act. */
    private static boolean namesAct(String word) {
        return ACTS.contains(word)
                || (word.length() >= SHORTEST_NAME_OF_AN_ACT
                        && !KINDS.contains(word)
                        && !LAWS.contains(word)
                        && !ARTICLES.contains(word)
                        && !PARTS.contains(word)
                        && !hasDigit(word));
    }

    private static boolean isBeyondIntroduction(String article) {
        if (!NUMBER.matcher(article).matches() || !Character.isDigit(article.charAt(0))) {
            return false;
        }
        int number = article.chars().filter(Character::isDigit).reduce(0, (sum, digit) -> 10 * sum + digit - '0');
        return number > LAST_INTRODUCTORY_ARTICLE;
    }
}
