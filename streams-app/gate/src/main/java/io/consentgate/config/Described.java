// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents one setting. The table in docs/reference/configuration.md is generated from these. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Described {

    /** What the setting does, its unit, and what leaving it out means. */
    String value();

    /**
     * The default as an operator would type it, stated nowhere else. Empty for an empty text or list, or for null where
     * the setting may be null.
     */
    String orElse() default "";

    /** Explains the default in words, when {@link #orElse} is empty and a reader needs the explanation. */
    String inWords() default "";

    /** Whether the value must never be printed. */
    boolean secret() default false;
}
