// SPDX-License-Identifier: Apache-2.0
/** What the policy promises, as tables that a lawyer can read and properties that hold for any input. */
@NullMarked
package io.consentgate.policy;

import org.jspecify.annotations.NullMarked;
