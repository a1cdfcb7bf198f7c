// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.CaseChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The cases that changed last, with the queue's change number. A page made before a change but connected only
 * afterwards is therefore still notified. Remembers the latest {@value #MOST} cases. Thread-safe.
 */
final class LatestChanges {

    static final int MOST = 10_000;

    private record Change(CaseChange.Kind kind, long number) {}

    private final Map<String, Change> byCase = new LinkedHashMap<>();
    private long forgottenUpTo;

    /** @param from number of the last change that is not recorded here */
    LatestChanges(long from) {
        this.forgottenUpTo = from;
    }

    /** @param number never smaller than the previous one */
    synchronized void add(CaseChange change, long number) {
        byCase.remove(change.caseId()); // moves the case to the end
        byCase.put(change.caseId(), new Change(change.kind(), number));
        if (byCase.size() > MOST) {
            Map.Entry<String, Change> eldest = byCase.entrySet().iterator().next();
            forgottenUpTo = eldest.getValue().number();
            byCase.remove(eldest.getKey());
        }
    }

    /** The last change of a case after its page was made; empty when there was none, or none is known. */
    synchronized Optional<CaseChange.Kind> since(String caseId, long seen) {
        return Optional.ofNullable(byCase.get(caseId))
                .filter(change -> change.number() > seen)
                .map(Change::kind);
    }

    /** Whether all changes after this number are known; if not, any case may have changed. */
    synchronized boolean reachBackTo(long seen) {
        return seen >= forgottenUpTo;
    }
}
