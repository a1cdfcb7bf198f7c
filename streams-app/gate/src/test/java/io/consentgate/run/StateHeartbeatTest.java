// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateHeartbeatTest {

    private static final Duration MOST = Duration.ofDays(20);
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void shouldDeleteStateThatIsOlderThanItsFolder() throws IOException {
        Path copied = task("0_0", NOW);
        beatAt(NOW.minus(MOST).minusSeconds(1), "0_0");

        at(NOW).deleteStale();

        assertThat(copied).doesNotExist();
    }

    @Test
    void shouldKeepStateThatIsYoungerThanItsFolder() throws IOException {
        Path old = task("0_0", NOW.minus(Duration.ofDays(300)));
        beatAt(NOW.minus(MOST).plusSeconds(1), "0_0");
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofDays(300))));

        at(NOW).deleteStale();

        assertThat(old).exists();
    }

    @Test
    void shouldGoByTheFolderWhereNoGateHasLeftAHeartbeat() throws IOException {
        Path old = task("0_0", NOW.minus(MOST).minusSeconds(1));
        Path young = task("0_1", NOW.minus(MOST).plusSeconds(1));

        at(NOW).deleteStale();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void shouldNotTrustAHeartbeatThatIsDamagedOrOfTheFuture() throws IOException {
        Path damaged = task("0_0", NOW);
        Path ahead = task("0_1", NOW);
        Files.writeString(damaged.resolve("rocksdb").resolve("gate-at-work"), "");
        beatAt(NOW.plus(Duration.ofDays(2)), "0_1");

        at(NOW).deleteStale();

        assertThat(damaged).doesNotExist();
        assertThat(ahead).doesNotExist();
    }

    @Test
    void shouldTouchNothingButTheStateOfTasks() throws IOException {
        Path other = Files.createDirectories(folder.resolve("backup"));
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));

        at(NOW).deleteStale();
        at(NOW).beat(List.of("0_7"));

        assertThat(other).exists();
        assertThat(folder.resolve("0_7")).doesNotExist();
        new StateHeartbeat(folder.resolve("none"), MOST, Clock.systemUTC()).deleteStale();
    }

    private Path task(String name, Instant modified) throws IOException {
        Path task = folder.resolve(name);
        Files.createDirectories(task.resolve("rocksdb"));
        Files.setLastModifiedTime(task, FileTime.from(modified));
        return task;
    }

    private void beatAt(Instant time, String task) {
        at(time).beat(List.of(task));
    }

    private StateHeartbeat at(Instant time) {
        return new StateHeartbeat(folder, MOST, Clock.fixed(time, ZoneOffset.UTC));
    }
}
