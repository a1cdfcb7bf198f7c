// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.RuleCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the rule codes most similar to an unknown code. */
final class NearCodes {
    private static final int MOST = 3;

    private NearCodes() {}

    /** At most three codes, nearest first; empty if none is similar. */
    static List<String> to(String code) {
        return Arrays.stream(RuleCode.values())
                .map(RuleCode::code)
                .filter(known -> distance(code, known) <= Math.max(code.length(), known.length()) / 3
                        || (code.length() > 3 && known.contains(code)))
                .sorted(Comparator.comparingInt(known -> distance(code, known)))
                .limit(MOST)
                .toList();
    }

    /** The least number of letters to add, remove or change (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
