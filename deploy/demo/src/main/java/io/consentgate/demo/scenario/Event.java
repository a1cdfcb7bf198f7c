// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record to publish that has to come out again.
 *
 * @param input the topic it is published to
 * @param value what it holds before any malformation
 * @param malformation what is done to the encoded value; null for nothing
 */
public record Event(
        Input input, SpecificRecord value, @Nullable Malformation malformation, Expectation expectation) {}
