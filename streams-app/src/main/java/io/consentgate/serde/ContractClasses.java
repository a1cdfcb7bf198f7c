// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.events.OutboundMessage;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Since 1.12.2 Avro refuses to touch generated classes that nobody told it to trust; this tells it to trust the
 * contract's, and no others.
 */
public final class ContractClasses {

    private static final String PACKAGE = OutboundMessage.class.getPackageName();

    static {
        ClassSecurityPredicate contract = type -> type.getPackageName().equals(PACKAGE);
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), contract));
    }

    private ContractClasses() {}

    /**
     * To be called before generated classes are read or written by Avro or by a class of somebody else. Serializers,
     * deserializers and readers of this package do so themselves. Calling it again does nothing.
     */
    public static void trust() {
        // The initializer has run.
    }
}
