// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Keeps state private from other users of the machine. Does nothing on file systems without owners. */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /**
     * Restricts a folder to its owner.
     *
     * @throws IOException if there is no such folder, or another user owns it
     */
    public static void folder(Path folder) throws IOException {
        if (hasOwners(folder)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /**
     * Creates a file that only its owner can read and write, or restricts an existing file to its owner.
     *
     * @throws IOException if the file cannot be made, or another user owns it
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
