// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Keeps state from other users of the machine. Where a file system knows no owners, it does nothing. */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /**
     * Lets nobody but its owner into a folder.
     *
     * @throws IOException if there is no such folder, or another user owns it
     */
    public static void folder(Path folder) throws IOException {
        if (hasOwners(folder)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /**
     * Makes a file, unless there is one, that only its owner reads and writes; one that is there becomes such a file.
     *
     * @throws IOException if it cannot be made, or another user owns it
     */
    public static void file(Path file) throws IOException {
        if (Files.exists(file)) {
            if (hasOwners(file)) {
                Files.setPosixFilePermissions(file, FILE);
            }
        } else if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        } else {
            Files.createFile(file);
        }
    }

    private static boolean hasOwners(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class);
    }
}
