// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.cli.CheckCommand.Kind;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Language;
import io.consentgate.policy.Reason;
import io.consentgate.topology.OfflineGate.Judged;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * For CI tools: JUnit XML with one test case per event. A diverted event is a failure, an unreadable line an error.
 * Advice appears in the output of its test case, which passes.
 *
 * <p>The counts come before the test cases but are known only after them, so the test cases wait in a temporary file.
 */
final class CheckJUnit implements CheckReport {

    private final PrintWriter out;
    private final Language language;
    private final CheckWords words;
    private final String file;
    private final Path waiting;
    private final PrintWriter cases;
    private long tests;
    private long failures;
    private long errors;

    CheckJUnit(PrintWriter out, Language language, String file) throws IOException {
        this.out = out;
        this.language = language;
        this.words = new CheckWords(language);
        this.file = file;
        this.waiting = Files.createTempFile("gate-check-", ".xml");
        this.cases = new PrintWriter(Files.newBufferedWriter(waiting, UTF_8));
    }

    @Override
    public void judged(int line, Kind kind, Judged judged) {
        Assessment assessment = judged.assessment();
        List<Reason> violations = CheckReport.violations(assessment);
        begin(line, kind.toString(), judged.eventId());
        if (!violations.isEmpty()) {
            failures++;
            String codes =
                    violations.stream().map(reason -> reason.code().code()).collect(Collectors.joining(", "));
            cases.println("      <failure type=\"" + Xml.escaped(CheckVerdict.DIVERTED.toString()) + "\" message=\""
                    + Xml.escaped(codes) + "\">" + Xml.escaped(told(violations, "")) + "</failure>");
        }
        String aside = told(assessment.advice(), words.of("as-advice") + ": ")
                + told(assessment.observed(), words.of("as-observed") + ": ");
        if (!aside.isEmpty()) {
            cases.println("      <system-out>" + Xml.escaped(aside) + "</system-out>");
        }
        cases.println("    </testcase>");
    }

    @Override
    public void unreadable(int line, String problem) {
        errors++;
        begin(line, "unreadable", "-");
        cases.println("      <error type=\"unreadable\" message=\"" + Xml.escaped(problem) + "\"/>");
        cases.println("    </testcase>");
    }

    private void begin(int line, String className, String id) {
        tests++;
        cases.println("    <testcase classname=\"" + Xml.escaped(className) + "\" name=\""
                + Xml.escaped("line " + line + ": " + id) + "\" file=\"" + Xml.escaped(file) + "\" line=\"" + line
                + "\" time=\"0\">");
    }

    private String told(List<Reason> reasons, String label) {
        StringBuilder text = new StringBuilder();
        for (Reason reason : reasons) {
            text.append(reason.code())
                    .append("  ")
                    .append(label)
                    .append(reason.text(language))
                    .append("\n    ")
                    .append(reason.law(language))
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public void end(CheckSummary summary) throws IOException {
        cases.close();
        if (cases.checkError()) {
            throw new IOException("cannot write the temporary file " + waiting);
        }
        String counts = " tests=\"" + tests + "\" failures=\"" + failures + "\" errors=\"" + errors + "\" time=\"0\">";
        out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        out.println("<testsuites" + counts);
        out.println("  <testsuite name=\"" + Xml.escaped(file) + "\" timestamp=\""
                + Xml.escaped(summary.at().toString().replace("Z", "")) + "\" skipped=\"0\"" + counts);
        out.println("    <properties>");
        out.println("      <property name=\"policyVersion\" value=\"" + Xml.escaped(summary.policyVersion()) + "\"/>");
        out.println("      <property name=\"consents\" value=\"" + summary.consents() + "\"/>");
        out.println("    </properties>");
        try (Reader told = Files.newBufferedReader(waiting, UTF_8)) {
            told.transferTo(out);
        }
        out.println("  </testsuite>");
        out.println("</testsuites>");
    }

    @Override
    public void close() throws IOException {
        cases.close();
        Files.deleteIfExists(waiting);
    }
}
