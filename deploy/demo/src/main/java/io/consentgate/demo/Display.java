// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Shows the table: redrawn in place on a terminal, otherwise one line of totals per second. */
sealed interface Display {

    /** Shows the current table. */
    void show(Duration elapsed, List<Tally> tallies);

    /** Shows the table for the last time. */
    void showLast(List<Tally> tallies);

    static Display on(PrintWriter out, boolean terminal) {
        return terminal ? new OnTerminal(out) : new Plain(out);
    }

    /** Redraws by moving the cursor up. Lines are cut at the edge instead of wrapped, so that their number is known. */
    final class OnTerminal implements Display {

        private static final String NO_WRAP = "\u001b[?7l";
        private static final String WRAP = "\u001b[?7h";
        private static final String CLEAR_LINE = "\u001b[2K";
        private static final String BOLD = "\u001b[1m";
        private static final String PLAIN = "\u001b[0m";

        private final PrintWriter out;
        private int drawn;

        OnTerminal(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void show(Duration elapsed, List<Tally> tallies) {
            draw(tallies);
            out.print(CLEAR_LINE + elapsed.toSeconds() + " s; Ctrl-C settles the accounts\r");
            out.flush();
        }

        @Override
        public void showLast(List<Tally> tallies) {
            draw(tallies);
            out.println(CLEAR_LINE);
            out.flush();
        }

        private void draw(List<Tally> tallies) {
            StringBuilder screen = new StringBuilder(NO_WRAP);
            if (drawn > 0) {
                screen.append("\u001b[").append(drawn).append('A');
            }
            List<String> lines = Table.lines(tallies);
            for (int i = 0; i < lines.size(); i++) {
                boolean strong = i == 0 || i == lines.size() - 1;
                screen.append('\r')
                        .append(CLEAR_LINE)
                        .append(strong ? BOLD : "")
                        .append(lines.get(i));
                screen.append(strong ? PLAIN : "").append('\n');
            }
            out.print(screen.append(WRAP));
            drawn = lines.size();
        }
    }

    /** For files, pipes and NO_COLOR. */
    final class Plain implements Display {

        private final PrintWriter out;

        Plain(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void show(Duration elapsed, List<Tally> tallies) {
            Tally total = Table.total(tallies);
            out.println(elapsed.toSeconds() + " s: published " + Table.count(total.published()) + ", cleared "
                    + Table.count(total.cleared()) + ", quarantined " + Table.count(total.quarantined())
                    + ", dead letters " + Table.count(total.deadLettered()) + ", rerouted "
                    + Table.count(total.rerouted()) + ", under way " + Table.count(total.underWay()));
            out.flush();
        }

        @Override
        public void showLast(List<Tally> tallies) {
            Table.lines(tallies).forEach(out::println);
            out.flush();
        }
    }
}
