// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.ControllerKind;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.Effect;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statute that lets some controllers decide by a machine alone (GDPR art. 22(2)(b)): who may decide, about what, from
 * which data, and on what terms. A statute authorises what it says and nothing beyond.
 *
 * @param since first day on which it authorises
 * @param article number of its article, such as {@code 105a}
 * @param paragraph number of the paragraph that authorises; a reference to the whole article includes it
 * @param actNames names of the act as they are cited, in plain words
 * @param who controllers that it authorises
 * @param mainEffects effects of which a decision must have at least one
 * @param otherEffects effects that a decision may have in addition
 * @param aspects codes of all aspects that a profile may evaluate; null if the statute has no closed list
 * @param coversSpecialCategories whether it allows data of special categories, where it is a statute under GDPR art.
 *     9(2)(g)
 * @param asksForExplanation whether the person must be able to have the grounds explained
 */
public record AuthorisingStatute(
        LocalDate since,
        String article,
        String paragraph,
        Set<String> actNames,
        Set<ControllerKind> who,
        Set<Effect> mainEffects,
        Set<Effect> otherEffects,
        @Nullable AspectCodes aspects,
        boolean coversSpecialCategories,
        boolean asksForExplanation) {

    /** The gate reads no further: a longer reference cites no statute in particular. */
    private static final int LONGEST_REFERENCE = 500;

    private static final int LONGEST_NAME = 5;

    private static final Set<String> ARTICLE = Set.of("art", "article", "artykul", "artykulu");
    private static final Set<String> PARTS =
            Set.of("ust", "ustep", "ustepu", "par", "paragraph", "sec", "section", "pkt", "point", "i", "oraz", "and");
    private static final Pattern NUMBER = Pattern.compile("\\d+[a-z]?");

    /** Beginnings of the names of other acts, to which the article would then belong. */
    private static final Set<String> OTHER_ACTS =
            Set.of("kodeks", "ustaw", "praw", "rozporzadz", "rodo", "code", "act", "law", "regulation", "gdpr");

    /** Words between an article and the name of its act. */
    private static final Set<String> FILLERS = Set.of(
            "ustawy",
            "ustawa",
            "o",
            "z",
            "dnia",
            "sierpnia",
            "wrzesnia",
            "r",
            "roku",
            "w",
            "dz",
            "u",
            "nr",
            "poz",
            "t",
            "j",
            "of",
            "on",
            "the",
            "polish",
            "act",
            "law",
            "august",
            "september",
            "as",
            "amended",
            "zm",
            "pozn");

    public AuthorisingStatute {
        actNames = Set.copyOf(actNames);
        who = Set.copyOf(who);
        mainEffects = Set.copyOf(mainEffects);
        otherEffects = Set.copyOf(otherEffects);
    }

    /**
     * Whether a reference cites this statute, in Polish or English: the article, with this paragraph or none, and the
     * act.
     */
    public boolean isNamedIn(String reference) {
        List<String> words = PlainWords.of(reference.substring(0, Math.min(reference.length(), LONGEST_REFERENCE)));
        for (int at = 0; at < words.size(); at++) {
            if (isArticle(words.get(at))
                    && (isActBefore(words, at) || isActAfter(words, at + 1))
                    && isParagraph(words, at + 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean isArticle(String word) {
        return word.equals(article) || word.equals("art" + article);
    }

    private boolean isParagraph(List<String> words, int from) {
        boolean anyNamed = false;
        for (int at = from; at < endOfParts(words, from); at++) {
            if (words.get(at).equals(paragraph)) {
                return true;
            }
            anyNamed |= NUMBER.matcher(words.get(at)).matches();
        }
        return !anyNamed;
    }

    private static int endOfParts(List<String> words, int from) {
        int end = from;
        while (end < words.size()
                && (PARTS.contains(words.get(end))
                        || NUMBER.matcher(words.get(end)).matches())) {
            end++;
        }
        return end;
    }

    private boolean isActAfter(List<String> words, int from) {
        int at = endOfParts(words, from);
        while (at < words.size() && !beginsWithName(words, at) && isFiller(words.get(at))) {
            at++;
        }
        return beginsWithName(words, at);
    }

    private boolean isActBefore(List<String> words, int article) {
        int next = endOfParts(words, article + 1);
        if (next < words.size() && OTHER_ACTS.stream().anyMatch(words.get(next)::startsWith)) {
            return false;
        }
        int end = article;
        while (end > 0
                && !endsWithName(words, end)
                && (isFiller(words.get(end - 1)) || ARTICLE.contains(words.get(end - 1)))) {
            end--;
        }
        return endsWithName(words, end);
    }

    private boolean beginsWithName(List<String> words, int from) {
        for (int to = from + 1; to <= Math.min(words.size(), from + LONGEST_NAME); to++) {
            if (actNames.contains(String.join(" ", words.subList(from, to)))) {
                return true;
            }
        }
        return false;
    }

    private boolean endsWithName(List<String> words, int to) {
        for (int from = Math.max(0, to - LONGEST_NAME); from < to; from++) {
            if (actNames.contains(String.join(" ", words.subList(from, to)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFiller(String word) {
        return FILLERS.contains(word) || word.chars().allMatch(Character::isDigit);
    }

    public boolean authorises(DecisionFacts decision) {
        return beyond(decision).isEmpty();
    }

    /** How a decision exceeds the statute; no facts if the statute authorises the decision. */
    public Facts beyond(DecisionFacts decision) {
        Facts beyond = Facts.NONE;
        if (decision.controllerKind() == null || !who.contains(decision.controllerKind())) {
            beyond = beyond.and(Fact.CONTROLLER_KIND, decision.controllerKind());
        }
        if (!reaches(decision.effects())) {
            beyond = beyond.and(Fact.EFFECTS, decision.effects());
        }
        Double priceDelta = decision.priceDelta();
        if (priceDelta != null && priceDelta != 0.0 && !mayHave(Effect.PRICE)) {
            beyond = beyond.and(Fact.PRICE_DELTA, priceDelta);
        }
        Profiling profiling = decision.profiling();
        if (profiling == null) {
            return beyond;
        }
        if (profiling.forDirectMarketing()) {
            beyond = beyond.and(Fact.FOR_DIRECT_MARKETING, true);
        }
        if (aspects != null && profiling.aspects().isEmpty() && profiling.inference()) {
            // The publisher does not say what was inferred, so nothing shows that the closed list was respected.
            return beyond.and(Fact.ASPECTS, null);
        }
        Set<String> others = aspectsBeyond(profiling);
        return others.isEmpty() ? beyond : beyond.and(Fact.ASPECTS, others);
    }

    private boolean reaches(Set<Effect> effects) {
        return effects.stream().anyMatch(mainEffects::contains)
                && effects.stream().allMatch(this::mayHave);
    }

    private boolean mayHave(Effect effect) {
        return mainEffects.contains(effect) || otherEffects.contains(effect);
    }

    private Set<String> aspectsBeyond(Profiling profiling) {
        Set<String> others = new TreeSet<>();
        for (String aspect : profiling.aspects()) {
            if (aspects != null && !aspects.name(aspect)) {
                others.add(AspectCodes.told(aspect));
            }
        }
        return others;
    }
}
