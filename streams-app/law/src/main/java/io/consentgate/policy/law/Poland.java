// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.law;

import io.consentgate.policy.Act;
import io.consentgate.policy.AspectCodes;
import io.consentgate.policy.AuthorisingStatute;
import io.consentgate.policy.Citation;
import io.consentgate.policy.facts.ControllerKind;
import io.consentgate.policy.facts.Effect;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Polish law, in addition to the law of the Union. */
public final class Poland {
    /** The country's code, and the name by which a rule refers to this legal order. */
    public static final String COUNTRY = "PL";

    /** The time zone in which its days begin (IANA). */
    public static final String TIME_ZONE = "Europe/Warsaw";

    /** The day on which PKE replaced the Telecommunications Law and UŚUDE art. 10. */
    public static final LocalDate PKE_BEGINS = LocalDate.of(2024, 11, 10);

    private static final LocalDate TELECOMMUNICATIONS_LAW_BEGINS = LocalDate.of(2004, 9, 3);
    private static final LocalDate TERMINAL_EQUIPMENT_TOO = LocalDate.of(2014, 12, 25);
    private static final LocalDate BY_MACHINE_BEGINS = LocalDate.of(2019, 5, 4);
    private static final LocalDate COMMERCIAL_INFORMATION_TOO = LocalDate.of(2023, 1, 1);

    /** Prawo komunikacji elektronicznej, the Electronic Communications Law. */
    public static final Act PKE = Act.statute("pke", "https://eli.gov.pl/eli/DU/2024/1221/ogl", PKE_BEGINS);

    /** Ustawa o świadczeniu usług drogą elektroniczną, on services by electronic means. */
    public static final Act USUDE =
            Act.statute("usude", "https://eli.gov.pl/eli/DU/2002/1204/ogl", LocalDate.of(2003, 3, 10));

    /** Ustawa o prawach konsumenta, on consumers' rights. The provisions cited here bind since 1 January 2023. */
    public static final Act UPK =
            Act.statute("upk", "https://eli.gov.pl/eli/DU/2014/827/ogl", LocalDate.of(2023, 1, 1));

    /** Ustawa o przeciwdziałaniu nieuczciwym praktykom rynkowym, against unfair practices towards consumers. */
    public static final Act UPNPR =
            Act.statute("upnpr", "https://eli.gov.pl/eli/DU/2007/1206/ogl", LocalDate.of(2007, 12, 21));

    /**
     * All statutes under which a machine alone may decide about a person.
     *
     * <p>The Banking Law does not name prices: a human decides what a loan costs, or another ground applies. The
     * Banking Law has an open list of data (art. 105a(1b)). The Insurance Act has a closed list (art. 41(1b)), and no
     * point of it names preferences, interests, behaviour or location.
     */
    private static final AuthorisingStatute[] DECISIONS_BY_MACHINE = {
        new AuthorisingStatute(
                BY_MACHINE_BEGINS,
                "105a",
                "1a",
                Set.of(
                        "prawo bankowe",
                        "prawa bankowego",
                        "prawie bankowym",
                        "pr bank",
                        "prbank",
                        "banking law",
                        "banking act"),
                Set.of(ControllerKind.LENDER, ControllerKind.CREDIT_BUREAU),
                Set.of(Effect.CREDIT),
                Set.of(Effect.CONTRACT_REFUSAL, Effect.CONTRACT_TERMS),
                null,
                false,
                true),
        new AuthorisingStatute(
                BY_MACHINE_BEGINS,
                "41",
                "1a",
                Set.of(
                        "uduir",
                        "udur",
                        "u d u r",
                        "u d u i r",
                        "dzialalnosci ubezpieczeniowej i reasekuracyjnej",
                        "insurance and reinsurance activity",
                        "insurance and reinsurance activities",
                        "insurance and reinsurance act"),
                Set.of(ControllerKind.INSURER),
                // The schema names no effect for the settlement of a claim. SIMILAR_SIGNIFICANT stands for it.
                Set.of(Effect.CONTRACT_TERMS, Effect.PRICE, Effect.CONTRACT_REFUSAL, Effect.SIMILAR_SIGNIFICANT),
                Set.of(),
                new AspectCodes(Set.of(
                        "age",
                        "wiek",
                        "sex",
                        "gender",
                        "płeć",
                        "citizenship",
                        "obywatelstwo",
                        "residence",
                        "miejsce zamieszkania",
                        "marital status",
                        "stan cywilny",
                        "occupation",
                        "zawód",
                        "education",
                        "wykształcenie",
                        "health",
                        "zdrowie",
                        "stan zdrowia",
                        "insurance risk",
                        "ryzyko ubezpieczeniowe",
                        "insurance history",
                        "przebieg ubezpieczenia",
                        "claims history",
                        "szkodowość",
                        "insured object",
                        "przedmiot ubezpieczenia")),
                true,
                true)
    };

    private static final Act TELECOMMUNICATIONS_LAW = Act.statute(
            "telecommunications-law", "https://eli.gov.pl/eli/DU/2004/1800/ogl", TELECOMMUNICATIONS_LAW_BEGINS);

    /** Prawo bankowe. The provisions cited here bind since 4 May 2019. */
    public static final Act BANKING_LAW =
            Act.statute("banking-law", "https://eli.gov.pl/eli/DU/1997/939/ogl", BY_MACHINE_BEGINS);

    /** Ustawa o działalności ubezpieczeniowej i reasekuracyjnej. The provisions cited here bind since 4 May 2019. */
    public static final Act INSURANCE_ACT =
            Act.statute("insurance-act", "https://eli.gov.pl/eli/DU/2015/1844/ogl", BY_MACHINE_BEGINS);

    /**
     * The duty to ask before contacting, in its wordings before PKE. Until 25 December 2014 it covered only automatic
     * calling systems, then terminal equipment, and from 2023 unsolicited commercial information too. UŚUDE art. 10
     * covered information sent electronically.
     */
    public static final List<Citation> PRIOR_CONSENT_BEFORE_PKE = List.of(
            TELECOMMUNICATIONS_LAW
                    .article(172)
                    .worded("commercial-information", COMMERCIAL_INFORMATION_TOO, PKE_BEGINS),
            TELECOMMUNICATIONS_LAW
                    .article(172)
                    .worded("terminal-equipment", TERMINAL_EQUIPMENT_TOO, COMMERCIAL_INFORMATION_TOO),
            TELECOMMUNICATIONS_LAW
                    .article(172)
                    .worded("automatic-calling-systems", TELECOMMUNICATIONS_LAW_BEGINS, TERMINAL_EQUIPMENT_TOO),
            USUDE.article(10).worded("", LocalDate.of(2003, 3, 10), PKE_BEGINS));

    /** The standard of consent until PKE art. 400. */
    public static final Citation CONSENT_STANDARD_BEFORE_PKE =
            TELECOMMUNICATIONS_LAW.article(174).worded("", TELECOMMUNICATIONS_LAW_BEGINS, PKE_BEGINS);

    /** In 2019 both authorities read the law so: a call that only asks for consent to marketing is marketing. */
    public static final Citation AUTHORITIES_ON_ASKING = Act.guidance(
                    "uokik-uke-2019", "https://uokik.gov.pl/", LocalDate.of(2019, 5, 30))
            .asAWhole();

    /** The law forbids marketing without consent, but not a call that asks for consent. */
    public static final Citation ASKING_IS_NO_MARKETING = Act.judgment(
            "so-warszawa-praga",
            "IV Ca 1873/16",
            "",
            "https://nieuczciwepraktykirynkowe.pl/artykul-172-prawa-telekomunikacyjnego-nie-wylacza-kontaktu-w-celu-uzyskania-pozyskania-zgody/",
            LocalDate.of(2019, 1, 4));

    /** A consent that the controller cannot prove does not count. */
    public static final Citation UNPROVEN_CONSENT = Act.judgment(
            "sokik", "XVII AmT 81/19", "", "https://www.saos.org.pl/judgments/469678", LocalDate.of(2021, 2, 4));

    static final RulePack PACK = EuropeanUnion.PACK
            .under(COUNTRY)
            .forCountries(COUNTRY)
            .withDaysOf(ZoneId.of(TIME_ZONE))
            .withActs(PKE, USUDE, UPK, UPNPR, TELECOMMUNICATIONS_LAW, BANKING_LAW, INSURANCE_ACT)
            .withCitations(UNPROVEN_CONSENT, AUTHORITIES_ON_ASKING, ASKING_IS_NO_MARKETING)
            .withStatutes(DECISIONS_BY_MACHINE);

    private Poland() {}

    public static Instant startOf(LocalDate day) {
        return PACK.startOf(day);
    }
}
