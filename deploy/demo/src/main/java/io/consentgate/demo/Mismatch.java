// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

/**
 * One record that does not reconcile.
 *
 * @param where the published record, or the output when no published record explains it
 * @param system the label of the publishing system; "?" when there is none
 */
record Mismatch(Kind kind, Position where, String system, String expected, String got) {

    /** What is wrong. */
    enum Kind {
        LOST("is in no output"),
        DUPLICATED("is in more than one output"),
        WRONG_VERDICT("has another verdict than expected"),
        CHANGED("came out with other bytes"),
        UNEXPLAINED("was never published");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    @Override
    public String toString() {
        return where + " (" + system + ") " + kind.text + ": expected " + expected + ", got " + got;
    }
}
