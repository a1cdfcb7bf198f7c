// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementException;
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

    /** Jdbi's own message has every bound value: subjects, cases, and what was typed into the search. */
    @Test
    void shouldNotTellTheValuesOfAStatementThatFails() {
        try (IndexStore store = IndexStore.open(folder, "a log")) {
            for (Consumer<String> statement : List.<Consumer<String>>of(
                    text -> store.reader()
                            .useHandle(handle -> handle.createQuery("select nothing from nowhere where text = :text")
                                    .bind("text", text)
                                    .mapTo(String.class)
                                    .list()),
                    text -> store.writer()
                            .createUpdate("insert into nowhere values (:text)")
                            .bind("text", text)
                            .execute())) {
                assertThatThrownBy(() -> statement.accept("+48601234567"))
                        .isInstanceOf(StatementException.class)
                        .hasMessageNotContaining("48601234567");
            }
        }
    }

    @Test
    void shouldKeepTheIndexFromOthersAndOverwriteWhatIsErased() throws IOException {
        Path ours = folder.resolve("index");
        try (IndexStore store = IndexStore.open(ours, "a log")) {
            assertThat(Files.getPosixFilePermissions(ours)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(files(ours)).hasSizeGreaterThanOrEqualTo(4).containsOnly("rw-------");
            assertThat(store.writer()
                            .createQuery("pragma secure_delete")
                            .mapTo(int.class)
                            .one())
                    .isEqualTo(1);
        }
    }

    /** As an earlier version left them, or a backup that was put back. */
    @Test
    void shouldKeepFilesFromOthersThatWereOpenToAll() throws IOException {
        IndexStore.open(folder, "a log").close();
        for (String name : List.of("review-index.db", "review-index.lock")) {
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }

        try (IndexStore store = IndexStore.open(folder, "a log")) {
            store.writer().execute("insert into meta values ('a', 'b')");
            assertThat(files(folder)).containsOnly("rw-------");
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> modes = new ArrayList<>();
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("review-index"))
                    .toList()) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
            return modes;
        }
    }

    @Test
    void shouldSayThatNoFolderIsToBeHadInAFilesPlace() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        IndexUnusable unusable = catchThrowableOfType(IndexUnusable.class, () -> IndexStore.open(file, "a log"));

        assertThat(unusable.isInUse()).isFalse();
        assertThat(unusable).hasMessageContaining(file.toString()).hasMessageContaining("review.console.state-dir");
    }
}
