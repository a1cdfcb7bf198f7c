// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One setting in words; the table in docs/reference/configuration.md is made of these. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Described {

    /** What the setting does, its unit, and what leaving it out means. */
    String value();

    /**
     * What leaving the setting out means, as an operator would type it: the one place of its default. Empty for nothing: an
     * empty text or list, or null where the setting may be null.
     */
    String orElse() default "";

    /** What leaving it out means in words, where {@link #orElse} is empty and a reader needs more than that. */
    String inWords() default "";

    /** Never printed in clear. */
    boolean secret() default false;
}
