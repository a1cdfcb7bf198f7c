// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;

/**
 * Limits the entries of one consent record. The gate compares each entry of a version with each entry of the version
 * before. Two records of 16,000 entries, which compress well, take minutes; longer records take hours.
 */
final class ConsentEntries {

    /** For entries of all kinds together; a typical person has about ten. */
    static final int MOST = 1_000;

    private ConsentEntries() {}

    /**
     * @throws UndecodableException if there are more: the record counts as unreadable, and the person's messages are
     *     diverted
     */
    static ConsentFacts bounded(ConsentFacts record) throws UndecodableException {
        long entries = (long) record.consents().size()
                + record.objections().size()
                + record.inquiries().size()
                + record.corrects().size();
        if (entries > MOST) {
            throw new UndecodableException(
                    UndecodableException.Reason.TOO_MANY_ENTRIES,
                    "the record has " + entries + " consents, objections, inquiries and corrections; at most " + MOST
                            + " are taken");
        }
        return record;
    }
}
