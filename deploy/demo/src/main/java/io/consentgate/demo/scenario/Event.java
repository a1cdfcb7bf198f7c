// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record to publish whose output is expected.
 *
 * @param input the topic to publish to
 * @param value the content before any malformation
 * @param malformation change of the encoded value; null for none
 */
public record Event(
        Input input, SpecificRecord value, @Nullable Malformation malformation, Expectation expectation) {}
