// SPDX-License-Identifier: Apache-2.0
/**
 * What a Java reader of the contract needs in addition to the generated classes. May import: the JDK, Avro, the generated
 * classes.
 */
@NullMarked
package io.consentgate.schemas;

import org.jspecify.annotations.NullMarked;
