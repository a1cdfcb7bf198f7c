// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import io.consentgate.demo.scenario.Expectation;

/**
 * One record that the demo published.
 *
 * @param id unique; travels as a header of the publisher's own
 * @param system the label of the system that published it
 */
record Publication(String id, String system, Expectation expectation, Digest digest) {

    /** A publisher's own header, which the gate keeps unchanged. */
    static final String ID_HEADER = "demo-publication";
}
