// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.ContactHours;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/**
 * Marketing goes out in the hours that the operator has set for its channel, by the clocks and the public holidays of
 * the recipient's country. The hours are the operator's own: no Polish statute fixes any. Hours do not count where the
 * person began the conversation, or confirms a consent just given: the controller does not approach them.
 *
 * <p>[U] unverified: that no Polish statute fixes hours; none was found. Other member states fix hours for calls, and
 * the gate clears no marketing calls there.
 */
final class MsgContactHours implements MessageRule {
    private static final RuleDescription DESCRIPTION =
            RuleDescription.diverts(RuleCode.MSG_CONTACT_HOURS).releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.hasContactHours() || !situation.approachesForMarketing() || situation.isWithinContactHours()) {
            return Finding.kept();
        }
        return Finding.broken(Facts.of(Fact.CHANNEL, situation.message().channel())
                .and(
                        Fact.CONTACT_HOURS,
                        situation.contactHours().stream()
                                .map(ContactHours::times)
                                .collect(Collectors.toSet()))
                .and(Fact.LOCAL_TIME, situation.localTime().truncatedTo(ChronoUnit.MINUTES))
                .and(Fact.PUBLIC_HOLIDAY, situation.isPublicHoliday()));
    }
}
