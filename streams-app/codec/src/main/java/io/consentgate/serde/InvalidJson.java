// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

/** The text is no record of the contract. The message names field, line and column, and never quotes a value. */
public final class InvalidJson extends Exception {

    private final String problem;
    private final int line;
    private final int column;

    InvalidJson(String problem, int line, int column) {
        super(problem + " (line " + line + ", column " + column + ")", null, false, false);
        this.problem = problem;
        this.line = line;
        this.column = column;
    }

    /** The problem and its field, without line and column. */
    public String problem() {
        return problem;
    }

    /** Line within the text, from 1. */
    public int line() {
        return line;
    }

    /** Column within the line, from 1. */
    public int column() {
        return column;
    }
}
