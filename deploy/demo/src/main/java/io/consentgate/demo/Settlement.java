// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import io.consentgate.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a demo, once its publisher has stopped and all outputs are read.
 *
 * @param exitCode OK when everything reconciles and all published records came through; FAILED otherwise
 * @param report the lines to print: the mismatches, or that there are none
 */
record Settlement(int exitCode, List<String> report) {

    private static final int MOST_MISMATCHES = 40;

    /**
     * Reconciles.
     *
     * @param drained whether the gate read all records
     * @param failure why the publisher stopped early; null when it did not
     */
    static Settlement of(Reconciliation books, boolean drained, @Nullable RuntimeException failure) {
        List<String> report = new ArrayList<>();
        if (failure != null) {
            report.add("FAILED: the publisher stopped early: " + failure + because(failure));
        }
        if (!drained) {
            report.add("FAILED: the gate did not take everything; it made no headway for "
                    + Demo.DRAIN_PATIENCE.toSeconds() + " s, or stopped. Its log says why");
        }
        List<Mismatch> mismatches = books.mismatches();
        if (!mismatches.isEmpty()) {
            mismatches.stream().limit(MOST_MISMATCHES).forEach(mismatch -> report.add("  " + mismatch));
            if (mismatches.size() > MOST_MISMATCHES) {
                report.add("  ... and " + Table.count(mismatches.size() - MOST_MISMATCHES) + " more");
            }
            report.add("FAILED: " + Table.count(mismatches.size()) + " of " + Table.count(books.published())
                    + " records do not balance");
        }
        if (books.published() == 0) {
            report.add("FAILED: nothing was published; let it run longer");
        }
        if (!report.isEmpty()) {
            return new Settlement(ExitCode.FAILED, report);
        }
        return new Settlement(
                ExitCode.OK,
                List.of("RECONCILED: each of " + Table.count(books.published())
                        + " records published is in exactly one output, with the expected verdict and reasons, its"
                        + " bytes unchanged"));
    }

    private static String because(RuntimeException failure) {
        return failure.getCause() == null ? "" : " (" + failure.getCause() + ")";
    }
}
