// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.local.LocalStack;
import java.io.IOException;

/**
 * Broker and registry in their own JVM, so that a contender's processor time does not include theirs. Prints both
 * addresses on one line, and ends at the end of its standard input.
 */
final class StackProcess {

    private StackProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (LocalStack stack = LocalStack.builder().start()) {
            System.out.println(stack.bootstrapServers() + " " + stack.registryUrl());
            while (System.in.read() >= 0) {
                // Only the end of input matters.
            }
        }
        // A stopped broker leaves threads running.
        System.exit(0);
    }
}
