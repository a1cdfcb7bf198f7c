// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 text that can be read repeatedly. A file is read again each time. Standard input cannot be read again,
 * so it is held in memory unless it is read only once. Blank lines and comments, which begin with #, are skipped.
 */
final class JsonLines {

    private final String name;
    private final Source source;

    private JsonLines(String name, Source source) {
        this.name = name;
        this.source = source;
    }

    static JsonLines ofFile(Path file) {
        return new JsonLines(file.toString(), () -> Files.newInputStream(file));
    }

    static JsonLines ofStandardInput(InputStream input) throws IOException {
        byte[] everything = input.readAllBytes();
        return new JsonLines("stdin", () -> new ByteArrayInputStream(everything));
    }

    /** Lines that can be read only once, and are not held in memory. */
    static JsonLines ofStream(String name, InputStream input) {
        return new JsonLines(name, () -> input);
    }

    /** The name for messages: the file as given, or {@code stdin}. */
    String name() {
        return name;
    }

    /**
     * Passes each line with its number, from 1, to the action, until the end or until the action stops.
     *
     * @throws UnreadableText if it is not UTF-8 or cannot be read
     * @throws NoSuchFileException if there is no such file
     */
    void forEach(Action action) throws IOException {
        int number = 0;
        try (Reader decoded = new InputStreamReader(source.open(), UTF_8.newDecoder());
                BufferedReader reader = new BufferedReader(decoded)) {
            String line = withoutMark(reader.readLine());
            while (line != null) {
                number++;
                if (!line.isBlank() && !isComment(line) && !action.take(number, line)) {
                    return;
                }
                line = reader.readLine();
            }
        } catch (CharacterCodingException e) {
            throw new UnreadableText(name + " is not UTF-8 text somewhere after line " + number + "; save it as UTF-8");
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableText(name + " cannot be read after line " + number + ": " + reason(e));
        }
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    /** Some editors begin a UTF-8 file with a byte order mark, which is not part of the text. */
    private static @Nullable String withoutMark(@Nullable String first) {
        return first != null && first.startsWith("\uFEFF") ? first.substring(1) : first;
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    /** Processes one line. */
    @FunctionalInterface
    interface Action {

        /** Returns false to stop. */
        boolean take(int number, String line);
    }

    @FunctionalInterface
    private interface Source {
        InputStream open() throws IOException;
    }

    /** The bytes are not UTF-8, or cannot be read. The message names the file and the approximate place. */
    static final class UnreadableText extends IOException {

        private static final long serialVersionUID = 1L;

        UnreadableText(String message) {
            super(message);
        }
    }
}
