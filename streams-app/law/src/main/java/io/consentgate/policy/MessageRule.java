// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** A rule about outbound messages. */
public interface MessageRule extends Rule {

    /** Judges one message. Depends only on the situation. */
    Finding judge(MessageSituation situation);
}
