// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Codes by which publishers name an aspect of a person that they evaluate, in English and Polish. A code means an
 * aspect that contains its words in sequence: {@code health} means {@code mental-health}, {@code healthRisk} and
 * {@code HEALTH}.
 *
 * @param codes in lower case, without diacritics, their words separated by one blank
 * @param stems in the same form: beginnings of words, since Polish words have many endings
 */
public record AspectCodes(Set<String> codes, Set<String> stems) {

    private static final int MOST_WORDS = 4;
    private static final String PLAIN_BORDERS = "(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})";

    /** For aspects such as {@code HIVStatus}: the last capital begins the next word. */
    private static final Pattern WORD_BEGINS = Pattern.compile(PLAIN_BORDERS + "|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    /**
     * For aspects such as {@code HIVstatus} or {@code AIDs}: the last capital may end a word, or stand in the middle of
     * a word.
     */
    private static final List<Pattern> OTHER_READINGS =
            List.of(Pattern.compile(PLAIN_BORDERS + "|(?<=\\p{Lu}\\p{Lu})(?=\\p{Ll})"), Pattern.compile(PLAIN_BORDERS));

    private static final TextMemo<List<Reading>> READINGS = new TextMemo<>(AspectCodes::readings);

    /**
     * The data that GDPR art. 9(1) names: health, genetic and biometric data, origin, beliefs, politics, trade unions,
     * sex life. The codes leave out words that as often mean something else, such as nationality or sex.
     */
    public static final AspectCodes SPECIAL_CATEGORIES = new AspectCodes(Set.of(
            "health",
            "healthcare",
            "medical",
            "mentalhealth",
            "healthdata",
            "medication",
            "medications",
            "illness",
            "illnesses",
            "allergy",
            "allergies",
            "disabled",
            "disease",
            "diseases",
            "diagnosis",
            "disability",
            "disabilities",
            "pregnancy",
            "pregnant",
            "addiction",
            "zdrowie",
            "zdrowia",
            "zdrowotne",
            "zdrowotny",
            "zdrowotna",
            "medyczne",
            "medyczna",
            "choroba",
            "choroby",
            "diagnoza",
            "leczenie",
            "leki",
            "niepełnosprawność",
            "niepełnosprawności",
            "ciąża",
            "uzależnienie",
            "uzależnienia",
            "genetic",
            "genetics",
            "dna",
            "genetyczne",
            "genetyka",
            "biometric",
            "biometrics",
            "biometryczne",
            "biometria",
            "race",
            "racial",
            "ethnic",
            "ethnicity",
            "rasa",
            "rasowe",
            "etniczne",
            "etniczność",
            "narodowość",
            "political",
            "politics",
            "polityczne",
            "polityczny",
            "religion",
            "religious",
            "faith",
            "belief",
            "beliefs",
            "philosophical",
            "religia",
            "religijne",
            "religijność",
            "wyznanie",
            "przekonania",
            "światopogląd",
            "światopoglądowe",
            "trade union",
            "trade unions",
            "union membership",
            "związek zawodowy",
            "związki zawodowe",
            "związków zawodowych",
            "sex life",
            "sexual",
            "sexuality",
            "seksualne",
            "seksualna",
            "seksualność",
            "związkowa",
            "związkowej",
            "związkowe",
            "związkowy",
            "hiv",
            "aids",
            "cancer",
            "tumor",
            "tumour",
            "diabetes",
            "depression",
            "nowotwór",
            "rak",
            "fingerprint",
            "fingerprints",
            "przynależność partyjna",
            "przynależności partyjnej",
            "party membership",
            "inwalidztwo",
            "inwalidz*",
            "alergi*",
            "zdrowi*",
            "zdrowotn*",
            "medyczn*",
            "chorob*",
            "leczeni*",
            "niepełnosprawn*",
            "uzależnieni*",
            "depresj*",
            "cukrzyc*",
            "genetyczn*",
            "biometryczn*",
            "etniczn*",
            "rasow*",
            "polityczn*",
            "religijn*",
            "wyznani*",
            "światopogląd*",
            "seksualn*"));

    /** Data from social networks, which may not serve to judge a consumer's credit (directive 2023/2225 art. 18(3)). */
    public static final AspectCodes SOCIAL_NETWORKS = new AspectCodes(Set.of(
            "social network",
            "social networks",
            "social media",
            "social graph",
            "socialmedia",
            "facebook",
            "instagram",
            "tiktok",
            "linkedin",
            "twitter",
            "społecznościowe",
            "społecznościowy",
            "społecznościowa",
            "społecznościowych"));

    /**
     * One possible reading of an aspect.
     *
     * @param phrases all its phrases of up to as many words as a code has
     */
    private record Reading(List<String> words, List<String> phrases) {

        static Reading of(List<String> words) {
            List<String> phrases = new ArrayList<>();
            for (int from = 0; from < words.size(); from++) {
                for (int to = from + 1; to <= Math.min(words.size(), from + MOST_WORDS); to++) {
                    phrases.add(String.join(" ", words.subList(from, to)));
                }
            }
            return new Reading(List.copyOf(words), List.copyOf(phrases));
        }
    }

    public AspectCodes {
        codes = Set.copyOf(codes);
        stems = Set.copyOf(stems);
    }

    /**
     * Codes as an operator writes them; a code that ends with an asterisk is a stem.
     *
     * @throws IllegalArgumentException if a code has no word, or more words than a search covers, or a stem has several
     *     words
     */
    public AspectCodes(Set<String> written) {
        this(
                plain(written.stream().filter(code -> !isStem(code)).toList(), MOST_WORDS),
                plain(written.stream().filter(AspectCodes::isStem).toList(), 1));
    }

    private static boolean isStem(String code) {
        return code.strip().endsWith("*");
    }

    private static Set<String> plain(List<String> written, int most) {
        Set<String> plain = new TreeSet<>();
        for (String code : written) {
            List<String> words = words(code);
            if (words.isEmpty() || words.size() > most) {
                throw new IllegalArgumentException("The aspect '" + code + "' has " + words.size()
                        + " words; write a code of 1 to " + most + " words, e.g. religious-belief.");
            }
            plain.add(String.join(" ", words));
        }
        return plain;
    }

    /** These codes and the given ones. */
    public AspectCodes and(Collection<String> more) {
        return new AspectCodes(Stream.of(codes.stream(), stems.stream().map(stem -> stem + "*"), more.stream())
                .flatMap(Function.identity())
                .collect(Collectors.toSet()));
    }

    /** An aspect as reports show it: its words in lower case and without diacritics, with hyphens between them. */
    static String told(String aspect) {
        return String.join("-", words(aspect));
    }

    /** Whether one of the codes means an aspect, in any possible reading. */
    public boolean mean(String aspect) {
        return isAnyReading(aspect, this::meanAnyOf);
    }

    private boolean meanAnyOf(Reading reading) {
        for (String word : reading.words) {
            if (beginsWithStem(word)) {
                return true;
            }
        }
        for (String phrase : reading.phrases) {
            if (codes.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsWithStem(String word) {
        for (String stem : stems) {
            if (word.startsWith(stem)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the codes is the whole aspect. */
    public boolean name(String aspect) {
        return isAnyReading(aspect, reading -> codes.contains(String.join(" ", reading.words)));
    }

    private static boolean isAnyReading(String aspect, Predicate<Reading> meant) {
        for (Reading reading : READINGS.of(aspect)) {
            if (meant.test(reading)) {
                return true;
            }
        }
        return false;
    }

    /** Almost every aspect has one reading. */
    private static List<Reading> readings(String aspect) {
        return Stream.concat(Stream.of(words(aspect)), OTHER_READINGS.stream().map(reading -> words(aspect, reading)))
                .distinct()
                .map(Reading::of)
                .toList();
    }

    private static List<String> words(String code) {
        return words(code, WORD_BEGINS);
    }

    private static List<String> words(String code, Pattern wordBegins) {
        return PlainWords.of(wordBegins.matcher(code).replaceAll(" "));
    }
}
