// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder for a run's state and logs. A failed run leaves it behind, for its logs.
 *
 * @param temporary whether the folder is deleted in the end
 */
record WorkFolder(Path path, boolean temporary) {

    /** @param path null for a temporary one */
    static WorkFolder at(@Nullable Path path) throws IOException {
        return path == null
                ? new WorkFolder(Files.createTempDirectory("consent-gate-bench-"), true)
                : new WorkFolder(path, false);
    }

    /** Deletes the folder if it was only made for this run. */
    void deleteIfTemporary() throws IOException {
        if (temporary) {
            delete(path);
        }
    }

    /** Deletes a folder and its content; does nothing if there is none. */
    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
