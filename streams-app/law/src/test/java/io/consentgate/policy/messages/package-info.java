// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.consentgate.policy.messages;

import org.jspecify.annotations.NullMarked;
