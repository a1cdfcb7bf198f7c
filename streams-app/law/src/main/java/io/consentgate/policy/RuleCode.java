// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names of the rules. They are public contract: they appear in quarantine records, headers, metric labels,
 * configuration and documentation anchors.
 *
 * <p>{@code MSG} judges outbound messages, {@code ADM} automated decision-making, {@code GATE} what the gate cannot
 * judge and therefore does not clear, {@code REV} a reviewer's verdict.
 */
public enum RuleCode {
    MSG_CONSENT_MISSING,
    MSG_CONSENT_WITHDRAWN,
    MSG_CONSENT_REFUSED,
    MSG_CONSENT_EXPIRED,
    MSG_CONSENT_AGED,
    MSG_CONSENT_LATER,
    MSG_OBJECTION,
    MSG_EVIDENCE_MISSING,
    MSG_PURPOSE_UNSTATED,
    MSG_ORAL_UNRECORDED,
    MSG_CONTACT_MISMATCH,
    MSG_CALLBACK_MISUSE,
    MSG_MIXED_CONTENT,
    MSG_PURPOSE_CONTRADICTED,
    MSG_BATCH_SERVICE,
    MSG_BASIS_UNSUPPORTED,
    MSG_CONSENT_REQUEST,
    MSG_RECIPIENT_COST,
    MSG_CONTACT_HOURS,
    MSG_CONTACT_FREQUENCY,
    MSG_RECORDING_CONSENT,
    MSG_CHAT_UNSOLICITED,
    MSG_BOT_AGREEMENT,
    MSG_BOT_NOTICE,
    MSG_BOT_AI_UNDISCLOSED,
    MSG_CALL_OPENING,
    MSG_OPT_OUT_PATH,
    MSG_SENDER_UNIDENTIFIED,
    MSG_TRACKING,
    MSG_ART14_NOTICE,
    MSG_CONSENT_INCENTIVE,
    MSG_CONSENT_IMPLICIT,
    MSG_CONSENT_LEGACY,
    MSG_EXPIRED,
    MSG_ALREADY_SENT,
    ADM_PROHIBITED,
    ADM_AUTOMATED,
    ADM_SCORE_DETERMINES,
    ADM_EFFECT_UNDERSTATED,
    ADM_CONSENT_MISSING,
    ADM_CONSENT_BROAD,
    ADM_GROUND_UNSUPPORTED,
    ADM_SAFEGUARDS,
    ADM_SPECIAL_CATEGORY,
    ADM_TOKEN_HUMAN,
    ADM_HUMAN_PATTERN,
    ADM_OBJECTION,
    ADM_INBOX_ADVERT,
    ADM_MINOR,
    ADM_EXPLANATION,
    ADM_PRICE_NOTICE,
    ADM_CREDIT_DATA,
    ADM_EXPIRED,
    GATE_NO_RECORD,
    GATE_UNKNOWN,
    GATE_INVALID,
    GATE_JURISDICTION,
    GATE_POLICY_ERROR,
    REV_NOT_ALLOWED,
    REV_TOKEN,
    REV_STALE,
    REV_REPLAY,
    REV_ROLE,
    REV_FOUR_EYES;

    private static final Map<String, RuleCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RuleCode::code, Function.identity()));

    private final String code = name().replace('_', '-');

    /** The code as published, such as {@code MSG-CONSENT-MISSING}. */
    public String code() {
        return code;
    }

    /**
     * Whether the rule stands for something that the gate cannot judge, or cannot release because it was already sent;
     * no operator can set such a rule to observe.
     */
    public boolean failsClosed() {
        return code.startsWith("GATE-") || this == MSG_ALREADY_SENT || judgesVerdicts();
    }

    /** Whether the rule concerns a reviewer's verdict, not an event. */
    public boolean judgesVerdicts() {
        return code.startsWith("REV-");
    }

    /**
     * Finds a rule by its published code.
     *
     * @throws IllegalArgumentException if no rule has this code; the message lists the existing codes
     */
    public static RuleCode of(String code) {
        RuleCode found = BY_CODE.get(code);
        if (found == null) {
            throw new IllegalArgumentException("There is no rule " + code + ". The rules are: "
                    + Arrays.stream(values()).map(RuleCode::code).collect(Collectors.joining(", ")) + ".");
        }
        return found;
    }

    @Override
    public String toString() {
        return code;
    }
}
