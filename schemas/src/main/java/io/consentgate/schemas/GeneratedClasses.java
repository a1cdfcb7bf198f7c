// SPDX-License-Identifier: Apache-2.0
package io.consentgate.schemas;

import io.consentgate.events.ConsentState;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/** The classes that Avro generates from the contract. */
public final class GeneratedClasses {

    private static final String PACKAGE = ConsentState.class.getPackageName();

    private GeneratedClasses() {}

    /**
     * Lets Avro create these classes while it reads, for the whole JVM. Since 1.12.2, Avro throws a {@link
     * SecurityException} for every class that is not declared as trusted. Call this before reading into a generated
     * class; generic records do not need it. Earlier trust stays. May be called from any thread, and repeatedly.
     */
    public static synchronized void trust() {
        ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        if (!before.isTrusted(ConsentState.class)) {
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    before, type -> type.getPackageName().equals(PACKAGE)));
        }
    }
}
