// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.io.Serial;

/** The cluster lacks a topic that the command needs. The message names the topic and how to create it. */
final class MissingTopic extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MissingTopic(String topic) {
        super("there is no topic " + topic + " on this cluster; create it with 'gate topics create', or check "
                + "kafka.bootstrap.servers and topics.prefix");
    }
}
