// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexStoreTest {

    @TempDir
    private Path folder;

    /** As while a console stops and its supervisor has already started the next one. */
    @Test
    void shouldSayThatAFolderInUseMayBeHadLater() {
        IndexStore first = IndexStore.open(folder, "a log");

        IndexUnusable second = catchThrowableOfType(IndexUnusable.class, () -> IndexStore.open(folder, "a log"));
        first.close();

        assertThat(second.isInUse()).isTrue();
        assertThat(second).hasMessageContaining(folder.toString());
        IndexStore.open(folder, "a log").close();
    }

    @Test
    void shouldSayThatNoFolderIsToBeHadInAFilesPlace() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        IndexUnusable unusable = catchThrowableOfType(IndexUnusable.class, () -> IndexStore.open(file, "a log"));

        assertThat(unusable.isInUse()).isFalse();
        assertThat(unusable).hasMessageContaining(file.toString()).hasMessageContaining("review.console.state-dir");
    }
}
