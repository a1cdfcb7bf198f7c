// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.BulkReject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was done to the campaigns that were rejected in one session, the latest few. Thread-safe. */
final class CampaignsRejected {

    /** What became of an earlier one is in the queue. */
    private static final int MOST = 16;

    private final Map<String, BulkReject.Done> byCampaign = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BulkReject.Done> eldest) {
            return size() > MOST;
        }
    };

    /** In the place of an earlier rejection of the same campaign. */
    synchronized void add(String campaignId, BulkReject.Done done) {
        byCampaign.remove(campaignId);
        byCampaign.put(campaignId, done);
    }

    synchronized Optional<BulkReject.Done> of(String campaignId) {
        return Optional.ofNullable(byCampaign.get(campaignId));
    }
}
