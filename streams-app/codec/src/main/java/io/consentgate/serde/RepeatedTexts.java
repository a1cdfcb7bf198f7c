// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The strings of one field, each made once as long as records keep repeating them: ids of controllers, campaigns,
 * wordings and keys. A gate keeps the consents of very many subjects decoded, and such strings would be half of that. A
 * field whose values hardly ever come again, as an event's own id, is soon not looked at any more. Thread-safe.
 */
final class RepeatedTexts {

    /** A power of two. */
    private static final int PLACES = 64;

    private static final int LONGEST = 64;
    /** How much oftener than it was known a string may be new. */
    private static final int PATIENCE = 1_000;

    private record Known(byte[] bytes, String text) {}

    // Threads may overwrite each other's entries and counts: then a string is made twice. Whichever entry they find is
    // complete, since its fields are final.
    /** Null once it was given up: what was read of people does not stay for nothing. */
    private @Nullable Known @Nullable [] places = new @Nullable Known[PLACES];

    private int patience = PATIENCE;

    /** The string that UTF-8 bytes make. */
    String text(byte[] bytes, int offset, int length) {
        @Nullable Known[] places = this.places;
        if (places == null || length > LONGEST) {
            return new String(bytes, offset, length, UTF_8);
        }
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        Known known = places[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, offset, offset + length)) {
            // Not written in vain, for then threads would take it from each other all the time.
            if (patience < PATIENCE) {
                patience++;
            }
            return known.text;
        }
        patience--;
        if (patience < 0) {
            this.places = null;
        }
        String text = new String(bytes, offset, length, UTF_8);
        places[place] = new Known(Arrays.copyOfRange(bytes, offset, offset + length), text);
        return text;
    }
}
