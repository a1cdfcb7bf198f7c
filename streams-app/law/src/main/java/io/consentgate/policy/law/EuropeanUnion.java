// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.law;

import io.consentgate.policy.Act;
import io.consentgate.policy.Citation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The law of the Union, and how its courts and authorities read it. */
public final class EuropeanUnion {
    public static final Act GDPR =
            Act.statute("gdpr", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", LocalDate.of(2018, 5, 25));

    /** The provisions cited here apply since 2 August 2026. */
    public static final Act AI_ACT =
            Act.statute("ai-act", "https://eur-lex.europa.eu/eli/reg/2024/1689/oj", LocalDate.of(2026, 8, 2));

    /** On credit agreements for consumers. The provisions cited here apply since 20 November 2026. */
    public static final Act CONSUMER_CREDIT_DIRECTIVE = Act.statute(
            "consumer-credit-directive", "https://eur-lex.europa.eu/eli/dir/2023/2225/oj", LocalDate.of(2026, 11, 20));

    /** An advert among the messages of an inbox is electronic mail for direct marketing. */
    public static final Citation INBOX_ADVERTISING = Act.judgment(
            "cjeu",
            "C-102/20",
            "StWL Städtische Werke Lauf a.d. Pegnitz",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:62020CJ0102",
            LocalDate.of(2021, 11, 25));

    /** A score that settles the outcome is the decision. */
    public static final Citation SCHUFA = Act.judgment(
            "cjeu",
            "C-634/21",
            "SCHUFA",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:62021CJ0634",
            LocalDate.of(2023, 12, 7));

    /** What an explanation must contain. */
    public static final Citation DUN_AND_BRADSTREET = Act.judgment(
            "cjeu",
            "C-203/22",
            "Dun & Bradstreet Austria",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:62022CJ0203",
            LocalDate.of(2025, 2, 27));

    /** After a merely symbolic review the decision remains the system's. */
    public static final Citation SYMBOLIC_REVIEW = Act.judgment(
            "amsterdam-court-of-appeal",
            "ECLI:NL:GHAMS:2023:793",
            "(Uber)",
            "https://deeplink.rechtspraak.nl/uitspraak?id=ECLI:NL:GHAMS:2023:793",
            LocalDate.of(2023, 4, 4));

    /** Human involvement cannot be fabricated. */
    public static final Citation WP251 = Act.guidance(
                    "wp251", "https://ec.europa.eu/newsroom/article29/items/612053", LocalDate.of(2018, 5, 25))
            .section("IV.A");

    /** An audit of human oversight measures how far operators depend on the system. */
    public static final Citation HUMAN_OVERSIGHT = Act.guidance(
                    "edps-techdispatch-2025-2",
                    "https://www.edps.europa.eu/data-protection/our-work/publications/techdispatch/2025-09-23-techdispatch-22025-human-oversight-automated-making_en",
                    LocalDate.of(2025, 9, 23))
            .asAWhole();

    public static final RulePack PACK = RulePack.first("EU", ZoneId.of("Europe/Brussels"))
            .withActs(GDPR, AI_ACT, CONSUMER_CREDIT_DIRECTIVE)
            .withCitations(INBOX_ADVERTISING, SCHUFA, DUN_AND_BRADSTREET, SYMBOLIC_REVIEW, WP251, HUMAN_OVERSIGHT);

    private EuropeanUnion() {}

    public static LocalDate dayOf(Instant instant) {
        return PACK.dayOf(instant);
    }
}
