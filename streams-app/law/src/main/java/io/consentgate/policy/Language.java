// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/**
 * A language in which the gate explains itself.
 *
 * @param code its ISO 639 code of two letters, such as {@code pl}
 */
public record Language(String code) {
    /** The language of what is recorded. */
    public static final Language ENGLISH = new Language("en");

    public static final Language POLISH = new Language("pl");

    @Override
    public String toString() {
        return code;
    }
}
