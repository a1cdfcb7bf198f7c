// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.INBOX_ADVERTISING;
import static io.consentgate.policy.law.Poland.UPNPR;

import io.consentgate.policy.ContactLimit;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;

/**
 * Persistent and unwanted solicitation of a consumer is an aggressive practice in all circumstances; frequent and
 * regular contact is persistent. No law says how often is too often, so the operator sets the number. A message above
 * it gets advice unless the operator holds it back. The gate counts the messages that it has cleared, per person,
 * controller and channel.
 *
 * <p>[U] unverified: UPNPR art. 9(3) was not read in the gazette. Contact that a person has agreed to may be wanted
 * however often it comes, and a person in business is no consumer.
 */
final class MsgContactFrequency implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONTACT_FREQUENCY)
            .restsOn(UPNPR.article(9).point(3), INBOX_ADVERTISING)
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        ContactLimit limit = situation.contactLimitReached();
        if (limit == null || !situation.approachesForMarketing()) {
            return Finding.kept();
        }
        Facts facts = Facts.of(Fact.CHANNEL, situation.message().channel())
                .and(Fact.CONTACTS_AT_MOST, limit.most())
                .and(Fact.CONTACTS_WITHIN_HOURS, limit.window().toHours());
        return situation.options().contact().limitsDivert() ? Finding.broken(facts) : Finding.advised(facts);
    }
}
