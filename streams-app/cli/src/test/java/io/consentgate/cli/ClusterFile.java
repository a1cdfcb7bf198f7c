// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration file that leads commands to a local stack. */
final class ClusterFile {

    private ClusterFile() {}

    static Path write(Path folder, LocalStack stack, String prefix) throws IOException {
        return Files.writeString(folder.resolve("gate.yaml"), """
                        kafka:
                          bootstrap.servers: %s
                        registry:
                          urls: [%s]
                        state-dir: %s
                        topics:
                          prefix: '%s'
                          partitions: 3
                          replication-factor: 1
                        """.formatted(
                        stack.bootstrapServers(), stack.registryUrl(), folder.resolve("state"), prefix));
    }
}
