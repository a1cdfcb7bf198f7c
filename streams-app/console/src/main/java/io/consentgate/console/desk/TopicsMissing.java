// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import java.io.Serial;
import java.util.Collection;

/** Topics that the console reads or writes are missing. */
public final class TopicsMissing extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TopicsMissing(Collection<String> topics) {
        super("There is no topic " + String.join(", ", topics.stream().sorted().toList())
                + "; create what is missing with: gate topics create");
    }
}
