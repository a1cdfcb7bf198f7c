// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.BulkReject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The latest campaign rejections of one session. Thread-safe. */
final class CampaignsRejected {

    /** The queue shows the results of earlier rejections. */
    private static final int MOST = 16;

    private final Map<String, BulkReject.Done> byCampaign = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BulkReject.Done> eldest) {
            return size() > MOST;
        }
    };

    /** Replaces an earlier rejection of the same campaign. */
    synchronized void add(String campaignId, BulkReject.Done done) {
        byCampaign.remove(campaignId);
        byCampaign.put(campaignId, done);
    }

    synchronized Optional<BulkReject.Done> of(String campaignId) {
        return Optional.ofNullable(byCampaign.get(campaignId));
    }
}
