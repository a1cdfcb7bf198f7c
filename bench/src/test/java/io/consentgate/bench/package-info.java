// SPDX-License-Identifier: Apache-2.0
/** Shows that the benchmark works; asserts no figure. */
@NullMarked
package io.consentgate.bench;

import org.jspecify.annotations.NullMarked;
