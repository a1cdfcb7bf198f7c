// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;
import static io.consentgate.demo.scenario.Messages.event;

import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.Inquiry;
import io.consentgate.events.InquiryKind;
import io.consentgate.events.OutboundMessage;
import io.consentgate.policy.RuleCode;
import java.util.List;

/** A number left for a discount code. The code may be sent; later messages need a consent whose wording covers them. */
final class DiscountCodeLeads implements PublishingSystem {

    private static final String CODE = "Twój kod rabatowy: WIOSNA10";

    @Override
    public String label() {
        return "discount-code leads";
    }

    @Override
    public int weight() {
        return 7;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(8, "the code, then once more", DiscountCodeLeads::codeTwice),
                new Act(4, "the code with an offer added", DiscountCodeLeads::codeWithOffer),
                new Act(5, "newsletter to a lead", DiscountCodeLeads::newsletterToLead),
                new Act(4, "form silent on purpose", DiscountCodeLeads::formSilentOnPurpose),
                new Act(5, "form that spoke of advertising", DiscountCodeLeads::formSpokeOfAdvertising));
    }

    private static Inquiry codeAskedFor(Subject subject) {
        return Consents.inquiry(subject, InquiryKind.DISCOUNT_CODE, Channel.SMS).build();
    }

    private static OutboundMessage.Builder code(Subject subject, Inquiry inquiry) {
        return Messages.reply(subject, inquiry, Channel.SMS, CODE);
    }

    private static OutboundMessage.Builder newsletter(Subject subject) {
        return Messages.marketing(subject, Channel.SMS, "Nowości tego tygodnia już w sklepie.")
                .setCampaignId("leads-2026");
    }

    private static Story codeTwice(Subject subject) {
        Inquiry inquiry = codeAskedFor(subject);
        return Story.of(subject)
                .said(Consents.asked(subject, inquiry))
                .event(event(code(subject, inquiry), cleared()))
                .event(event(code(subject, inquiry), quarantined(RuleCode.MSG_CALLBACK_MISUSE)))
                .build();
    }

    private static Story codeWithOffer(Subject subject) {
        Inquiry inquiry = codeAskedFor(subject);
        return Story.of(subject)
                .said(Consents.asked(subject, inquiry))
                .event(event(
                        code(subject, inquiry).setCommercialContent(CommercialContent.ANCILLARY),
                        quarantined(RuleCode.MSG_MIXED_CONTENT, RuleCode.MSG_CONSENT_MISSING)))
                .build();
    }

    private static Story newsletterToLead(Subject subject) {
        return Story.of(subject)
                .said(Consents.asked(subject, codeAskedFor(subject)))
                .event(event(newsletter(subject), quarantined(RuleCode.MSG_CONSENT_MISSING)))
                .build();
    }

    private static Story formSilentOnPurpose(Subject subject) {
        Consent.Builder consent = Consents.granted(subject, Channel.SMS);
        Consent claimed = Consents.withEvidence(
                consent,
                Consents.webForm(subject, consent.getGrantedAt(), ConsentPurpose.DIRECT_MARKETING, Channel.SMS)
                        .setWordingId("zostaw-numer-pl")
                        .setStatedPurposes(List.of())
                        .setStatedChannels(List.of()));
        return Story.of(subject)
                .said(Consents.state(subject, 1, claimed))
                .event(event(newsletter(subject), quarantined(RuleCode.MSG_PURPOSE_UNSTATED)))
                .build();
    }

    private static Story formSpokeOfAdvertising(Subject subject) {
        Consent.Builder consent = Consents.granted(subject, Channel.SMS);
        Consent given = Consents.withEvidence(
                consent,
                Consents.webForm(subject, consent.getGrantedAt(), ConsentPurpose.DIRECT_MARKETING, Channel.SMS)
                        .setIncentive("WIOSNA10"));
        return Story.of(subject)
                .said(Consents.state(subject, 1, given))
                .event(event(newsletter(subject), cleared(RuleCode.MSG_CONSENT_INCENTIVE)))
                .build();
    }
}
