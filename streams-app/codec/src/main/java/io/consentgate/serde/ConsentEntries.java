// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;

/**
 * Bounds what one consent record may say of a person. Each entry of a version is compared with each of the version before it: two
 * records of 16,000 entries, which compress to little, take minutes, and longer ones hours.
 */
final class ConsentEntries {

    /** Of all kinds together; people have some ten. */
    static final int MOST = 1_000;

    private ConsentEntries() {}

    /** @throws UndecodableException if there are more: it counts as a record that cannot be read, and its person is held */
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
