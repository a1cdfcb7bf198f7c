// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;

/**
 * A reviewer's exclusive claim on a case.
 *
 * @param holder staff pseudonym
 * @param until when it lapses unless the holder goes on working
 */
public record Claim(String holder, Instant since, Instant until) {

    public boolean isHeldBy(Reviewer reviewer) {
        return holder.equals(reviewer.id());
    }
}
