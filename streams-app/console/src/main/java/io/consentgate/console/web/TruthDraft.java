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
 * The event's true labels as typed into the form, complete or not. Null, empty or false fields stay as the publisher
 * set them.
 *
 * @param basisRef the proof of purpose and effects
 * @param outOfCampaign whether the message belongs to no campaign
 * @param outOfAudience whether the person was not chosen by a segment
 * @param references the proof of each other label, by the label's field; empty where nothing was typed
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

    /** The label's proof, as typed. */
    public String reference(String field) {
        return references.getOrDefault(field, "");
    }

    /** Whether the label is stated without its proof. */
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

    /** Whether a purpose or effects are stated without their proof. */
    public boolean isBasisMissing() {
        return basisRef.isEmpty() && (purpose != null || !effects.isEmpty());
    }

    /** Whether at least one label is stated, and each with its proof. */
    boolean isComplete() {
        boolean restated =
                purpose != null || !effects.isEmpty() || WITH_REFERENCE.stream().anyMatch(this::restates);
        boolean basisIsOfUse = basisRef.isEmpty() || purpose != null || !effects.isEmpty();
        return restated
                && basisIsOfUse
                && !isBasisMissing()
                && WITH_REFERENCE.stream().noneMatch(this::isUnshown);
    }

    /** The labels that apply to this kind of event; the form asks for no others. */
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

    /** Effects only: an overturned decision states its new effects, and nothing else. */
    Classification overturned() {
        return Classification.of(null, effects, basisRef.isEmpty() ? null : basisRef);
    }

    /** Omits the typed input, so that it cannot leak into a log. */
    @Override
    public String toString() {
        return "TruthDraft";
    }
}
