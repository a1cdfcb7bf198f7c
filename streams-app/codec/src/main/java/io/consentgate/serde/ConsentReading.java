// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;
import java.util.List;

/**
 * A consent record, and the parts of it that this version does not understand.
 *
 * @param unknownFields paths of fields in the writer's schema but not in the contract, such as {@code
 *     consents.expires_at}, except those that {@link UnknownFields} allows. If there are any, the record may grant less
 *     than the facts say
 */
public record ConsentReading(ConsentFacts facts, List<String> unknownFields) {}
