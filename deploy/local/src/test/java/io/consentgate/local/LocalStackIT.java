// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
    @Test
    void shouldServeKafkaAndRegistry() throws Exception {
        try (LocalStack stack = LocalStack.builder().start();
                Admin admin = LocalKafkaIT.admin(stack.bootstrapServers())) {
            HttpResponse<String> subjects = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stack.registryUrl() + "/subjects"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            assertThat(subjects.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldDeleteOnlyATemporaryFolder(@TempDir Path folder) {
        Path temporary;
        try (LocalStack stack = LocalStack.builder().start()) {
            temporary = stack.folder();
        }
        LocalStack.builder().dataFolder(folder).start().close();

        assertThat(temporary).doesNotExist();
        assertThat(folder).isNotEmptyDirectory();
    }
}
