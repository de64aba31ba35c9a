package com.illuvrse.finance.sandbox.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * A small file that only its owner may read, wholly there or not at all, and on disk when the
 * writing returns. Folders made for it are closed to others as well.
 */
public final class OwnerFile {
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private OwnerFile() {}

    /** Makes a folder with mode 700, or gives an existing one this mode. */
    public static Path folder(Path folder) throws IOException {
        Path absolute = Files.createDirectories(folder.toAbsolutePath());
        Files.setPosixFilePermissions(absolute, FOLDER);
        return absolute;
    }

    /** Writes or replaces a file of mode 600. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes or replaces a file of mode 600. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path unfinished = parent.resolve("." + file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel =
                FileChannel.open(
                        unfinished,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(FILE))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        force(parent);
    }

    /** Puts the names in a folder on disk, after a file or folder was renamed into it. */
    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
