// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/**
 * A language in which the gate explains itself.
 *
 * @param code its two-letter ISO 639 code, such as {@code pl}
 */
public record Language(String code) {
    /** The language of all records. */
    public static final Language ENGLISH = new Language("en");

    public static final Language POLISH = new Language("pl");

    @Override
    public String toString() {
        return code;
    }
}
