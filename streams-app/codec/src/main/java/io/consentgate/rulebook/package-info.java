// SPDX-License-Identifier: Apache-2.0
/** The rules as people read them: what each asks, does and rests on, in their language, with an example of each side. */
@NullMarked
package io.consentgate.rulebook;

import org.jspecify.annotations.NullMarked;
