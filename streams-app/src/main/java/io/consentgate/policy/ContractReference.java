// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A contract that somebody can look up. The word for a contract is none, whatever kind of contract it says, and neither is the
 * article of the GDPR that speaks of contracts.
 */
public final class ContractReference {

    /** In plain words; see {@link PlainWords}. */
    private static final Set<String> NOUNS = Set.of(
            "umowa",
            "umowe",
            "umowy",
            "umowie",
            "umow",
            "kontrakt",
            "kontraktu",
            "regulamin",
            "regulaminu",
            "warunki",
            "warunkow",
            "ogolne",
            "owu",
            "zawarcie",
            "zawarcia",
            "wykonanie",
            "wykonania",
            "niezbednosc",
            "niezbedne",
            "kredyt",
            "kredytu",
            "kredytowa",
            "kredytowej",
            "pozyczka",
            "pozyczki",
            "ubezpieczenia",
            "ubezpieczeniowa",
            "ubezpieczeniowej",
            "polisa",
            "polisy",
            "klient",
            "klienta",
            "klientem",
            "contract",
            "contracts",
            "contractual",
            "agreement",
            "terms",
            "conditions",
            "general",
            "tc",
            "t",
            "c",
            "tos",
            "conclusion",
            "performance",
            "necessity",
            "necessary",
            "entering",
            "into",
            "loan",
            "credit",
            "insurance",
            "policy",
            "customer",
            "client",
            "a",
            "an",
            "and",
            "do",
            "for",
            "i",
            "o",
            "of",
            "the",
            "to",
            "with",
            "z");

    /** From where on numbers are those of a law. */
    private static final Set<String> LAW = Set.of(
            "art",
            "article",
            "artykul",
            "artykulu",
            "rodo",
            "gdpr",
            "dsgvo",
            "rozporzadzenie",
            "rozporzadzenia",
            "regulation");

    private static final Set<String> PARTS = Set.of(
            "ust",
            "ustep",
            "ustepu",
            "par",
            "paragraph",
            "pkt",
            "punkt",
            "point",
            "lit",
            "litera",
            "letter",
            "ue",
            "eu");

    private static final Pattern NUMBER = Pattern.compile("\\d+[a-z]?|[a-z]");

    private ContractReference() {}

    /** Whether a reference names a contract, rather than only saying that there is one. */
    public static boolean isGiven(String reference) {
        boolean inLaw = false;
        for (String word : PlainWords.of(reference)) {
            if (LAW.contains(word)) {
                inLaw = true;
            } else if (!(inLaw && (PARTS.contains(word) || NUMBER.matcher(word).matches()))) {
                if (!NOUNS.contains(word)) {
                    return true;
                }
                inLaw = false;
            }
        }
        return false;
    }
}
