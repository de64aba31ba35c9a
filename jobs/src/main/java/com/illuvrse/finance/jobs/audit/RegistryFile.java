package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A version of the key registry on its way from hand to hand: as a draft the one line that root
 * keys sign, then a C2SP note with their signature lines below it.
 */
public final class RegistryFile {

    private RegistryFile() {}

    /** Reads a draft or a note. */
    public static Note read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new RegistryRefusedException(
                    "expected a version of the key registry in %s, found no file; make one with keys draft"
                            .formatted(file));
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.contains("PRIVATE KEY")) {
            throw new RegistryRefusedException(
                    "%s holds a private key, which has no place in a key registry: it is lost, make another"
                            .formatted(file));
        }
        try {
            Note note = text.contains("\n\n") ? Note.parse(bytes) : Note.of(text);
            KeyRegistry.parse(note.body());
            return note;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new RegistryRefusedException(
                    "%s is no version of a key registry: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Writes a draft or a note in the place of what the file held before. */
    public static void write(Path file, Note note) throws IOException {
        Path part = part(file);
        Files.write(part, bytes(note), StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Writes a note where there is none, whole or not at all; the same note may be there already.
     *
     * @return whether it is new
     * @throws RegistryRefusedException when another one is there
     */
    static boolean publish(Path file, Note note) throws IOException {
        byte[] bytes = bytes(note);
        Path part = part(file);
        Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
        try {
            Files.createLink(file, part);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (Arrays.equals(Files.readAllBytes(file), bytes)) {
                return false;
            }
            throw new RegistryRefusedException(
                    "%s is there with other content, and a published version is never replaced; draft the next one"
                            .formatted(file),
                    e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static byte[] bytes(Note note) {
        return note.signatures().isEmpty()
                ? note.body().getBytes(StandardCharsets.UTF_8)
                : note.bytes();
    }

    private static Path part(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not a place for a file");
        }
        Files.createDirectories(folder);
        Path part = folder.resolve("." + file.getFileName() + ".part");
        Files.deleteIfExists(part);
        return part;
    }
}
