// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;
import java.util.List;

/**
 * A consent record, and what of it this version could not take into account.
 *
 * @param unknownFields paths of fields that its writer's schema has and the contract does not, such as
 *     {@code consents.expires_at}, save those that may be ignored: see {@link UnknownFields}. Where there are any, the
 *     record may say less than the facts do
 */
public record ConsentReading(ConsentFacts facts, List<String> unknownFields) {}
