package com.illuvrse.finance.exporters.signing;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The PIN of a token, in a file that only its owner may read. It is read when the token is opened,
 * never kept, and never printed.
 */
public final class TokenPin {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;

    private TokenPin(Path file) {
        this.file = file;
    }

    /** The first line of a file of mode 400 or 600; nothing is read yet. */
    public static TokenPin in(Path file) {
        return new TokenPin(file);
    }

    /**
     * The PIN; whoever takes it forgets it after use.
     *
     * @throws SigningUnavailableException when the file cannot be read
     * @throws IllegalArgumentException when others could read it, or when it is empty
     */
    char[] read() {
        try {
            Set<PosixFilePermission> found =
                    Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (!OWNER_ONLY.containsAll(found)) {
                throw new IllegalArgumentException(
                        "the PIN file %s must have mode 400 or 600, found %s; change the PIN, since others could read it"
                                .formatted(file, PosixFilePermissions.toString(found)));
            }
            return firstLine(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new SigningUnavailableException("the PIN file " + file + " cannot be read", e);
        }
    }

    private char[] firstLine(byte[] bytes) {
        CharBuffer text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(bytes));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        char[] pin = new char[end];
        text.get(pin);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(text.array(), '\0');
        if (end == 0) {
            throw new IllegalArgumentException("the PIN file " + file + " has no PIN in line 1");
        }
        return pin;
    }

    /** Says where the PIN is, never what it is. */
    @Override
    public String toString() {
        return "PIN in " + file;
    }
}
