// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.config.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The index as an SQLite file, with one writer and any number of readers of committed states. Used by one process at a
 * time. The store discards a file of another cluster, of recreated topics or of another layout version, since the log
 * has everything. Thread-safe.
 */
final class IndexStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexStore.class);
    private static final String LAYOUT = "7";
    private static final String FILE = "review-index.db";
    private static final List<String> BESIDE = List.of("-wal", "-shm");

    private final FileChannel lockFile;
    private final FileLock lock;
    private final Connections readers;
    private final Jdbi reader;
    private final Handle writer;
    private final byte[] salt;

    private IndexStore(FileChannel lockFile, FileLock lock, Connections readers, Handle writer, byte[] salt) {
        this.lockFile = lockFile;
        this.lock = lock;
        this.readers = readers;
        this.reader = database(readers);
        this.writer = writer;
        this.salt = salt;
    }

    /**
     * Opens the index, or creates a new one.
     *
     * @param log identifies the indexed log; another value means another log
     * @throws IndexUnusable if the folder cannot be used, or another process uses it
     */
    static IndexStore open(Path folder, String log) {
        FileChannel lockFile;
        FileLock lock;
        try {
            Files.createDirectories(folder);
            // The index shows who was contacted and why the gate stopped the event.
            OwnerOnly.folder(folder);
            Path locked = folder.resolve("review-index.lock");
            OwnerOnly.file(locked);
            lockFile = FileChannel.open(locked, StandardOpenOption.WRITE);
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            throw IndexUnusable.inUse("The folder " + folder + " is used by another console of this process", e);
        } catch (IOException e) {
            throw IndexUnusable.notWritable(
                    "The folder " + folder + " cannot be written ("
                            + e.getClass().getSimpleName()
                            + "); make it writable for this user, or set another as review.console.state-dir",
                    e);
        }
        if (lock == null) {
            throw IndexUnusable.inUse(
                    "The folder " + folder + " is used by another console; give each one its own"
                            + " review.console.state-dir",
                    null);
        }
        String wanted = LAYOUT + " " + log;
        Path file = folder.resolve(FILE);
        Handle writer = writer(file, folder);
        if (!wanted.equals(identity(writer))) {
            writer.close();
            delete(folder);
            LOG.info("Beginning a new review index; it is filled from the log");
            writer = writer(file, folder);
            create(writer, wanted);
        }
        byte[] salt = HexFormat.of()
                .parseHex(writer.createQuery("select value from meta where name = 'salt'")
                        .mapTo(String.class)
                        .one());
        return new IndexStore(lockFile, lock, new Connections(source(file, folder)), writer, salt);
    }

    /** Reports failures without bound values, which are subjects, cases and search terms. */
    private static Jdbi database(ConnectionFactory connections) {
        Jdbi database = Jdbi.create(connections);
        database.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return database;
    }

    /** SQLite gives its additional files the mode of the index file. */
    private static Handle writer(Path file, Path folder) {
        try {
            OwnerOnly.file(file);
            for (String suffix : BESIDE) {
                if (Files.exists(folder.resolve(FILE + suffix))) {
                    OwnerOnly.file(folder.resolve(FILE + suffix));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the review index in " + folder + " from other users", e);
        }
        return database(source(file, folder)::getConnection).open();
    }

    private static String identity(Handle writer) {
        boolean empty = writer.createQuery("select count(*) from sqlite_master where name = 'meta'")
                        .mapTo(int.class)
                        .one()
                == 0;
        return empty
                ? ""
                : writer.createQuery("select value from meta where name = 'log'")
                        .mapTo(String.class)
                        .findOne()
                        .orElse("");
    }

    private static void create(Handle writer, String identity) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        writer.useTransaction(handle -> {
            statements(layout()).forEach(handle::execute);
            handle.execute("insert into meta values ('log', ?)", identity);
            handle.execute("insert into meta values ('salt', ?)", HexFormat.of().formatHex(salt));
        });
    }

    /** A statement ends with the first unindented line that ends with a semicolon. */
    private static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : script.lines().toList()) {
            statement.append(line).append('\n');
            if (line.endsWith(";") && !line.startsWith(" ")) {
                statements.add(statement.toString());
                statement.setLength(0);
            }
        }
        return statements;
    }

    private static String layout() {
        try (InputStream in = Objects.requireNonNull(IndexStore.class.getResourceAsStream("index.sql"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
            for (String suffix : BESIDE) {
                Files.deleteIfExists(folder.resolve(FILE + suffix));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the old review index in " + folder, e);
        }
    }

    private static SQLiteDataSource source(Path file, Path folder) {
        // The driver unpacks its native library. The state folder is writable; the system's temporary folder may not
        // be.
        System.setProperty("org.sqlite.tmpdir", folder.toString());
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A power failure may lose the last transactions. The index reads them again, because their positions are lost
        // too.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(10_000);
        // Many connections read at once: shared pages are memory-mapped, so each connection's own cache is small.
        config.setCacheSize(-4_096);
        // Overwrites erased data instead of only unlinking it from its page.
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "1073741824");
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** For reading, by many threads at once. */
    Jdbi reader() {
        return reader;
    }

    /** For writing, by one thread. */
    Handle writer() {
        return writer;
    }

    /** Salt for the digests of rationales, so that no text can be guessed from its digest. */
    byte[] salt() {
        return salt.clone();
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
        try (lockFile) {
            lock.release();
        } catch (IOException e) {
            LOG.warn("The lock of the review index could not be given back: {}", e.getMessage());
        }
    }

    /** Keeps idle connections: opening a connection costs more than a query. */
    private static final class Connections implements ConnectionFactory, AutoCloseable {

        private final SQLiteDataSource source;
        private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

        Connections(SQLiteDataSource source) {
            this.source = source;
        }

        @Override
        public Connection openConnection() throws SQLException {
            Connection connection = idle.poll();
            return connection != null ? connection : source.getConnection();
        }

        @Override
        public void closeConnection(Connection connection) {
            idle.add(connection);
        }

        @Override
        public void close() {
            for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    LOG.warn("A connection to the review index could not be closed: {}", e.getMessage());
                }
            }
        }
    }
}
