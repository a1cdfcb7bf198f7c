// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.local.LocalStack;
import java.io.IOException;

/**
 * Broker and registry in a JVM of their own, so that the processor time of a contender is its own. Says on one line
 * where they are, and ends when its standard input does.
 */
final class StackProcess {

    private StackProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (LocalStack stack = LocalStack.builder().start()) {
            System.out.println(stack.bootstrapServers() + " " + stack.registryUrl());
            while (System.in.read() >= 0) {
                // Only its end says something.
            }
        }
        // A broker leaves threads behind.
        System.exit(0);
    }
}
