// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Locks a data folder against a second cluster. Kafka's own lock comes too late: by then, a second controller has
 * written to the first one's metadata log.
 */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks the folder, and creates it when missing.
     *
     * @throws IllegalStateException when another cluster, in this process or another one, holds the lock
     */
    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IllegalStateException("Starting Kafka: another one runs on the data folder " + folder
                        + ". Stop it, or choose another folder.");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("Locking the data folder " + folder + ". Check that it can be written.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Unlocking the data folder", e);
        }
    }
}
