// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shares equal strings of one field, while records keep repeating them: ids of controllers, campaigns, wordings and
 * keys. The gate keeps many subjects' consents decoded, and these strings would be half of that memory. Fields whose
 * values hardly repeat, such as event ids, are soon given up. Thread-safe.
 */
final class RepeatedTexts {

    /** Must be a power of two. */
    private static final int PLACES = 64;

    private static final int LONGEST = 64;
    /** How many more misses than hits a field may have before it is given up. */
    private static final int PATIENCE = 1_000;

    private record Known(byte[] bytes, String text) {}

    // Threads may overwrite each other's entries and counts: then a string is made twice. Every entry that they find
    // is complete, since its fields are final.
    /** Null once it was given up: what was read of people does not stay for nothing. */
    private @Nullable Known @Nullable [] places = new @Nullable Known[PLACES];

    private int patience = PATIENCE;

    /** The string for these UTF-8 bytes. */
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
            // Writes only on a change: otherwise, threads would contend for this cache line.
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
