// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.VerdictResult;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page's answer to the reviewer's last action.
 *
 * @param draft the verdict as typed
 * @param faults in the verdict, or in a confirmation
 * @param content in clear, if just requested; null else
 * @param amendment the pending verdict's new content in clear, if just requested; null else
 * @param agreement the reasons for confirming the pending verdict, as typed
 * @param preview of the draft, if just requested; null else
 * @param answer the gate's answer to the verdict just given; null when there is none or no answer yet
 * @param answerPending whether a verdict was just given and has no answer yet
 */
record CaseReply(
        Draft draft,
        Set<Draft.Fault> faults,
        @Nullable Content content,
        @Nullable Content amendment,
        String agreement,
        @Nullable Preview preview,
        @Nullable VerdictResult answer,
        boolean answerPending) {

    CaseReply {
        faults = Set.copyOf(faults);
    }

    static CaseReply none(CaseFile file) {
        return draft(Draft.blank(file), Set.of(), null);
    }

    static CaseReply draft(Draft draft, Set<Draft.Fault> faults, @Nullable Preview preview) {
        return new CaseReply(draft, faults, null, null, "", preview, null, false);
    }

    static CaseReply agreement(CaseFile file, String agreement, Set<Draft.Fault> faults) {
        return new CaseReply(Draft.blank(file), faults, null, null, agreement, null, null, false);
    }

    /** @param answer null when the gate has not answered yet */
    static CaseReply answer(CaseFile file, @Nullable VerdictResult answer) {
        return new CaseReply(Draft.blank(file), Set.of(), null, null, "", null, answer, answer == null);
    }

    CaseReply withContent(Content shown) {
        return new CaseReply(draft, faults, shown, amendment, agreement, preview, answer, answerPending);
    }

    CaseReply withAmendment(Content shown) {
        return new CaseReply(draft, faults, content, shown, agreement, preview, answer, answerPending);
    }
}
