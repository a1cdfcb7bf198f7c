// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One setting in words; the README's configuration table is made of these. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Described {

    /** What the setting does, its unit, and what leaving it out means. */
    String value();

    /** The default as a reader would write it. */
    String orElse() default "";

    /** Never printed in clear. */
    boolean secret() default false;
}
