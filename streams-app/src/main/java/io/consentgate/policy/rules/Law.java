// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Citation;
import io.consentgate.policy.InForce;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The acts and judgments that the rules rest on, where their official text is, and since when they bind. */
public final class Law {
    /** The day on which PKE replaced the Telecommunications Law and UŚUDE art. 10. */
    static final LocalDate PKE_BEGINS = LocalDate.of(2024, 11, 10);

    private static final LocalDate TERMINAL_EQUIPMENT_TOO = LocalDate.of(2014, 12, 25);

    private static final URI GDPR = URI.create("https://eur-lex.europa.eu/eli/reg/2016/679/oj");
    private static final URI AI_ACT = URI.create("https://eur-lex.europa.eu/eli/reg/2024/1689/oj");
    private static final URI PKE = URI.create("https://eli.gov.pl/eli/DU/2024/1221/ogl");
    private static final URI TELECOMMUNICATIONS_LAW = URI.create("https://eli.gov.pl/eli/DU/2004/1800/ogl");
    private static final URI USUDE = URI.create("https://eli.gov.pl/eli/DU/2002/1204/ogl");
    private static final URI UPK = URI.create("https://eli.gov.pl/eli/DU/2014/827/ogl");

    /** A score that settles the outcome is the decision. */
    static final Citation SCHUFA = new Citation(
            "CJEU",
            "C-634/21 SCHUFA",
            URI.create("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:62021CJ0634"),
            since(2023, 12, 7));

    /** What an explanation has to contain. */
    static final Citation DUN_AND_BRADSTREET = new Citation(
            "CJEU",
            "C-203/22 Dun & Bradstreet Austria",
            URI.create("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:62022CJ0203"),
            since(2025, 2, 27));

    /** A consent that cannot be shown is none. */
    static final Citation UNPROVEN_CONSENT = new Citation(
            "SOKiK", "XVII AmT 81/19", URI.create("https://www.saos.org.pl/judgments/469678"), since(2021, 2, 4));

    /** Human involvement cannot be fabricated. */
    public static final Citation WP251 = new Citation(
            "WP251 rev.01",
            "section IV.A",
            URI.create("https://ec.europa.eu/newsroom/article29/items/612053"),
            since(2018, 5, 25));

    /** Oversight is audited by how far operators depend on the system. Guidance that binds nobody. */
    static final Citation HUMAN_OVERSIGHT = new Citation(
            "EDPS",
            "TechDispatch 2/2025",
            URI.create(
                    "https://www.edps.europa.eu/data-protection/our-work/publications/techdispatch/2025-09-23-techdispatch-22025-human-oversight-automated-making_en"),
            since(2025, 9, 23));

    /** A review that is not much more than symbolic leaves the decision the system's. */
    public static final Citation SYMBOLIC_REVIEW = new Citation(
            "Amsterdam Court of Appeal",
            "ECLI:NL:GHAMS:2023:793 (Uber)",
            URI.create("https://deeplink.rechtspraak.nl/uitspraak?id=ECLI:NL:GHAMS:2023:793"),
            since(2023, 4, 4));

    private Law() {}

    public static Citation gdpr(String article) {
        return new Citation("GDPR", article, GDPR, since(2018, 5, 25));
    }

    static Citation pke(String article) {
        return new Citation("PKE", article, PKE, new InForce(PKE_BEGINS, null));
    }

    static Citation aiAct(String article) {
        return new Citation("AI Act", article, AI_ACT, since(2026, 8, 2));
    }

    static Citation upk(String article) {
        return new Citation("UPK", article, UPK, since(2023, 1, 1));
    }

    /** UŚUDE art. 2(2): what commercial information is. Still in force. */
    static Citation commercialInformation() {
        return new Citation("UŚUDE", "art. 2(2)", USUDE, since(2003, 3, 10));
    }

    /**
     * The duty to ask before contacting, as PKE words it now and as it was worded before: until 2014-12-25 for
     * automatic calling systems only, then for terminal equipment too; beside it UŚUDE art. 10 for what is sent
     * electronically.
     */
    static List<Citation> priorConsent(String pkeArticle, Citation... others) {
        List<Citation> citations = new ArrayList<>();
        citations.add(pke(pkeArticle));
        citations.add(telecommunicationsLaw(
                "art. 172 (automatic calling systems and terminal equipment)", TERMINAL_EQUIPMENT_TOO, PKE_BEGINS));
        citations.add(telecommunicationsLaw(
                "art. 172 (automatic calling systems)", LocalDate.of(2004, 9, 3), TERMINAL_EQUIPMENT_TOO));
        citations.add(new Citation("UŚUDE", "art. 10", USUDE, new InForce(LocalDate.of(2003, 3, 10), PKE_BEGINS)));
        citations.addAll(List.of(others));
        return citations;
    }

    /** By what standard consent was to be obtained until PKE art. 400. */
    static Citation consentStandardBeforePke() {
        return telecommunicationsLaw("art. 174", LocalDate.of(2004, 9, 3), PKE_BEGINS);
    }

    private static Citation telecommunicationsLaw(String article, LocalDate from, @Nullable LocalDate to) {
        return new Citation("Telecommunications Law", article, TELECOMMUNICATIONS_LAW, new InForce(from, to));
    }

    private static InForce since(int year, int month, int day) {
        return new InForce(LocalDate.of(year, month, day), null);
    }
}
