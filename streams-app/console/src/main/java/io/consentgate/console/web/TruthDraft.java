// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.Classification;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the event truly is, as it stands in the form, complete or not. What is null, empty or false stays as its publisher
 * had it.
 *
 * @param basisRef shows purpose and effects
 * @param outOfCampaign whether it says that the message belongs to no campaign
 * @param outOfAudience whether it says that the person was not chosen by a segment
 * @param references what shows each other label, by the label's field; empty where nothing was typed
 */
public record TruthDraft(
        @Nullable String purpose,
        List<String> effects,
        String basisRef,
        @Nullable String commercialContent,
        boolean outOfCampaign,
        boolean outOfAudience,
        String jurisdiction,
        @Nullable Boolean forDirectMarketing,
        Map<String, String> references) {

    public static final String COMMERCIAL_CONTENT = "commercialContent";
    public static final String IN_CAMPAIGN = "inCampaign";
    public static final String IN_AUDIENCE = "inAudience";
    public static final String JURISDICTION = "jurisdiction";
    public static final String FOR_DIRECT_MARKETING = "forDirectMarketing";

    private static final List<String> WITH_REFERENCE =
            List.of(COMMERCIAL_CONTENT, IN_CAMPAIGN, IN_AUDIENCE, JURISDICTION, FOR_DIRECT_MARKETING);
    private static final String FALSE = "false";

    static final TruthDraft BLANK = new TruthDraft(null, List.of(), "", null, false, false, "", null, Map.of());

    static TruthDraft of(Context context) {
        Map<String, String> references = new LinkedHashMap<>();
        WITH_REFERENCE.forEach(field -> references.put(field, text(context, "ref-" + field)));
        String marketing = text(context, FOR_DIRECT_MARKETING);
        return new TruthDraft(
                chosen(context, "purpose"),
                context.formParams("effects"),
                text(context, "basisRef"),
                chosen(context, COMMERCIAL_CONTENT),
                text(context, IN_CAMPAIGN).equals(FALSE),
                text(context, IN_AUDIENCE).equals(FALSE),
                text(context, JURISDICTION).toUpperCase(Locale.ROOT),
                marketing.isEmpty() ? null : Boolean.valueOf(marketing),
                references);
    }

    private static String text(Context context, String name) {
        return Optional.ofNullable(context.formParam(name)).orElse("").strip();
    }

    private static @Nullable String chosen(Context context, String name) {
        String symbol = text(context, name);
        return symbol.isEmpty() ? null : symbol;
    }

    /** What shows that label, as it was typed. */
    public String reference(String field) {
        return references.getOrDefault(field, "");
    }

    /** Whether it says something of that label and not what shows it. */
    public boolean isUnshown(String field) {
        return restates(field) && reference(field).isEmpty();
    }

    private boolean restates(String field) {
        return switch (field) {
            case COMMERCIAL_CONTENT -> commercialContent != null;
            case IN_CAMPAIGN -> outOfCampaign;
            case IN_AUDIENCE -> outOfAudience;
            case JURISDICTION -> !jurisdiction.isEmpty();
            case FOR_DIRECT_MARKETING -> forDirectMarketing != null;
            default -> false;
        };
    }

    /** Whether a purpose or effects are stated and not what shows them. */
    public boolean isBasisMissing() {
        return basisRef.isEmpty() && (purpose != null || !effects.isEmpty());
    }

    /** Whether anything is stated, and for everything what shows it. */
    boolean isComplete() {
        boolean restated =
                purpose != null || !effects.isEmpty() || WITH_REFERENCE.stream().anyMatch(this::restates);
        boolean basisIsOfUse = basisRef.isEmpty() || purpose != null || !effects.isEmpty();
        return restated
                && basisIsOfUse
                && !isBasisMissing()
                && WITH_REFERENCE.stream().noneMatch(this::isUnshown);
    }

    /** What applies to an event of that kind; the form asks for nothing else. */
    Classification classification(boolean isDecision) {
        List<Classification.Reference> shown = new ArrayList<>();
        WITH_REFERENCE.stream()
                .filter(this::restates)
                .forEach(field -> shown.add(new Classification.Reference(field, reference(field))));
        return new Classification(
                isDecision ? null : purpose,
                isDecision ? effects : List.of(),
                basisRef.isEmpty() ? null : basisRef,
                commercialContent,
                outOfCampaign ? Boolean.FALSE : null,
                outOfAudience ? Boolean.FALSE : null,
                jurisdiction.isEmpty() ? null : jurisdiction,
                forDirectMarketing,
                shown);
    }

    /** Effects alone: whoever overturns a decision says what it does now, and no more. */
    Classification overturned() {
        return Classification.of(null, effects, basisRef.isEmpty() ? null : basisRef);
    }

    /** Says nothing of what was typed, so that it cannot leak into a log. */
    @Override
    public String toString() {
        return "TruthDraft";
    }
}
