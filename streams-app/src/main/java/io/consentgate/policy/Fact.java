// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** A field that decided a rule: its name in records, and what a reviewer reads. */
public enum Fact {
    RULE("rule", "rule", "reguła"),
    EXCEPTION("exception", "exception", "wyjątek"),
    FIELD("field", "field", "pole"),
    CONSENT_RECORD("consentRecord", "consent record", "wpis o zgodach"),
    JURISDICTION("jurisdiction", "jurisdiction", "jurysdykcja"),
    CHANNEL("channel", "channel", "kanał"),
    PURPOSE("purpose", "purpose", "cel"),
    COMMERCIAL_CONTENT("commercialContent", "commercial content", "treść handlowa"),
    TRIGGER("trigger", "trigger", "wyzwalacz"),
    INITIATOR("initiator", "initiator", "inicjator"),
    CAMPAIGN("campaignId", "campaign", "kampania"),
    AUDIENCE("audienceId", "audience", "segment"),
    BASIS_REF("basisRef", "basis reference", "wskazanie podstawy"),
    CREATED_AT("createdAt", "created at", "utworzono"),
    SENT_AT("sentAt", "sent at", "wysłano"),
    EXPIRES_AT("expiresAt", "expires at", "wygasa"),
    CHARGED_TO_RECIPIENT("chargedToRecipient", "charged to recipient", "na koszt odbiorcy"),
    CONSENT("consentId", "consent", "zgoda"),
    NEAREST_CONSENT("nearestConsentId", "nearest consent", "najbliższa zgoda"),
    NEAREST_DIFFERENCE("nearestDifference", "how it differs", "czym się różni"),
    STATUS("status", "status", "status"),
    GRANTED_AT("grantedAt", "granted at", "udzielono"),
    WITHDRAWN_AT("withdrawnAt", "withdrawn at", "wycofano"),
    EXPLICIT("explicit", "explicit", "wyraźna"),
    OBJECTION_SCOPE("objectionScope", "objection to", "sprzeciw wobec"),
    RAISED_AT("raisedAt", "raised at", "wniesiono"),
    EVIDENCE("evidence", "evidence", "dowód"),
    EVIDENCE_KIND("evidence.kind", "kind of evidence", "rodzaj dowodu"),
    EVIDENCE_REFERENCE("evidence.reference", "evidence reference", "odniesienie do dowodu"),
    EVIDENCE_SOURCE("evidence.source", "source of the import", "źródło importu"),
    CAPTURED_AT("evidence.capturedAt", "captured at", "utrwalono"),
    WORDING("evidence.wordingId", "wording", "treść zgody"),
    STATED_PURPOSES("evidence.statedPurposes", "purposes stated", "podane cele"),
    STATED_CHANNELS("evidence.statedChannels", "channels stated", "podane kanały"),
    RECORDING_REF("evidence.recordingRef", "recording", "nagranie"),
    RECORDING_BASIS("recordingBasis", "basis of the recording", "podstawa nagrania"),
    RECORDING_CONSENT_AT("evidence.recordingConsentAt", "consent to recording at", "zgoda na nagranie"),
    RECORDING_ANNOUNCED("call.recordingAnnounced", "recording announced", "zapowiedziano nagranie"),
    CONTACT("contactRef", "contact", "kontakt"),
    CONTACT_KEY("contactKeyId", "key of the contact", "klucz kontaktu"),
    INQUIRY("inquiryId", "inquiry", "zapytanie"),
    INQUIRY_KIND("inquiry.kind", "kind of inquiry", "rodzaj zapytania"),
    INQUIRY_CHANNEL("inquiry.channel", "channel of the inquiry", "kanał zapytania"),
    INQUIRY_STATE("inquiry.state", "state of the inquiry", "stan zapytania"),
    REPLIED_BY("repliedBy", "already answered by", "odpowiedziano już w"),
    VENDOR("bot.vendor", "bot vendor", "dostawca bota"),
    PROCESSING_AGREEMENT("bot.processingAgreementRef", "processing agreement", "umowa powierzenia"),
    PRIVACY_NOTICE_SHOWN("bot.privacyNoticeShown", "privacy notice shown", "pokazano politykę prywatności"),
    AI_DISCLOSED("bot.aiDisclosed", "AI disclosed", "ujawniono AI"),
    SUBJECT_KIND("subjectKind", "kind of subject", "rodzaj podmiotu"),
    MINOR("minor", "minor", "małoletni"),
    ROLE("role", "role", "rola"),
    RELIANCE("reliance", "reliance", "znaczenie wyniku"),
    PROFILING("profiling", "profiling", "profilowanie"),
    ASPECTS("profiling.aspects", "aspects evaluated", "oceniane cechy"),
    FOR_DIRECT_MARKETING("profiling.forDirectMarketing", "profiling for marketing", "profilowanie do marketingu"),
    SPECIAL_CATEGORY_DATA("profiling.specialCategoryData", "special-category data", "dane szczególnej kategorii"),
    AUTOMATION("automation.mode", "automation", "automatyzacja"),
    EFFECTS("effects", "effects", "skutki"),
    TERMS_INDIVIDUALISED("termsIndividualised", "terms individualised", "warunki dostosowano"),
    PRICE_DELTA("priceDelta", "price difference", "różnica ceny"),
    GROUND("ground", "ground", "podstawa"),
    GROUND_REFERENCE("groundReference", "reference of the ground", "wskazanie podstawy"),
    HUMAN_INTERVENTION("safeguards.humanIntervention", "human intervention", "interwencja człowieka"),
    EXPRESS_VIEW("safeguards.expressView", "express a view", "wyrażenie stanowiska"),
    CONTEST("safeguards.contest", "contest", "zakwestionowanie"),
    EXPLANATION("explanationRef", "explanation", "wyjaśnienie"),
    PRICE_NOTICE_SHOWN("priceNoticeShown", "price notice shown", "poinformowano o cenie"),
    REVIEWER("human.reviewerRef", "human", "człowiek"),
    AUTHORITY("human.authorityRef", "authority", "uprawnienie"),
    INPUTS_SEEN("human.inputsSeen", "inputs seen", "obejrzane dane"),
    MAY_CHANGE("human.mayChange", "may change the result", "może zmienić wynik"),
    ELAPSED_SECONDS("human.elapsedSeconds", "seconds taken", "sekundy"),
    FLOOR_SECONDS("floorSeconds", "seconds at least", "co najmniej sekund"),
    BATCH_SIZE("human.batchSize", "decided at once", "zatwierdzono naraz"),
    MAX_BATCH_SIZE("maxBatchSize", "at most at once", "najwyżej naraz"),
    LATEST_DECISIONS("human.latestDecisions", "latest decisions looked at", "uwzględnione ostatnie decyzje"),
    CHANGED_OF_LATEST("human.changedOfLatest", "of these, departures from the system", "w tym odstępstw od systemu"),
    OUTCOME("outcome", "outcome asked for", "wnioskowane rozstrzygnięcie"),
    ALLOWED_OUTCOMES("allowedOutcomes", "outcomes left open", "dopuszczalne rozstrzygnięcia"),
    TRUE_CLASSIFICATION("trueClassification", "true classification", "prawdziwa klasyfikacja"),
    SPECIAL_CATEGORY_EXCLUDED(
            "specialCategoryExcluded", "special-category data left out", "pominięto dane szczególnej kategorii"),
    AMENDED_CONTENT("amendedContent", "amended content", "zmieniona treść"),
    LARGEST_CONTENT("largestContent", "bytes at most", "co najwyżej bajtów"),
    EVIDENCE_OPENED("evidenceOpened", "evidence opened", "otwarte dowody"),
    EVIDENCE_NOT_OPENED("evidenceNotOpened", "not opened", "nie otwarto"),
    ACTIVE_SECONDS("activeSeconds", "seconds of work", "sekundy pracy"),
    OPENED_AT("openedAt", "opened at", "otwarto"),
    DECIDED_AT("decidedAt", "decided at", "rozstrzygnięto"),
    QUARANTINED_AT("quarantinedAt", "quarantined at", "wstrzymano"),
    RATIONALE("rationale", "rationale", "uzasadnienie"),
    CASE_STATE("case.state", "state of the case", "stan sprawy"),
    CASE_DIGEST("caseDigest", "digest of the case", "skrót sprawy"),
    VERDICT_ID("verdictId", "verdict", "werdykt"),
    STAFF("reviewer", "reviewer", "rozpatrujący"),
    REVIEWER_ROLE("reviewerRole", "role of the reviewer", "rola rozpatrującego"),
    ACCEPTED_ROLES("acceptedRoles", "roles accepted", "przyjmowane role"),
    CONFLICT("conflict", "author of", "autor"),
    SECOND_REVIEWER("secondReviewer", "second reviewer", "druga osoba"),
    CONFIRMS("confirms", "verdict confirmed", "potwierdzany werdykt"),
    FOUR_EYES("fourEyes", "second reviewer is needed", "wymagana druga osoba"),
    VERDICTS_SEEN("figures.verdicts", "latest verdicts looked at", "uwzględnione ostatnie werdykty"),
    MEDIAN_SECONDS("figures.medianSeconds", "median of seconds", "mediana sekund"),
    SHARE_UPHELD("figures.shareUpheld", "share released or upheld", "udział zwolnionych lub utrzymanych"),
    SAME_RATIONALE("figures.sameRationale", "with one and the same rationale", "z tym samym uzasadnieniem"),
    FAILED_CONTROLS("figures.failedControls", "control cases failed", "niezaliczone sprawy kontrolne");

    private final String key;
    private final String en;
    private final String pl;

    Fact(String key, String en, String pl) {
        this.key = key;
        this.en = en;
        this.pl = pl;
    }

    /** The name under which the fact is recorded; public contract. */
    public String key() {
        return key;
    }

    /** What an English reader is told. */
    public String en() {
        return en;
    }

    /** What a Polish reader is told. */
    public String pl() {
        return pl;
    }
}
