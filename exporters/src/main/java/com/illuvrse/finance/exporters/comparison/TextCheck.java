package com.illuvrse.finance.exporters.comparison;

import com.illuvrse.finance.segment.VerificationCode;
import com.illuvrse.finance.segment.VerificationException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A text file nobody trusts yet, held line by line against what it must hold. */
final class TextCheck implements AutoCloseable {

    private final InputStream file;
    private final String name;
    private long line;

    private TextCheck(InputStream file, String name) {
        this.file = file;
        this.name = name;
    }

    /**
     * @param name of the file, for messages
     */
    static TextCheck open(Path path, String name) throws VerificationException {
        try {
            return new TextCheck(new BufferedInputStream(Files.newInputStream(path)), name);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Requires that the file goes on with this line.
     *
     * @param what the line is, for messages
     * @param text with its line feed
     */
    void requireLine(String what, String text) throws VerificationException {
        line++;
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        byte[] found = read(expected.length);
        if (!Arrays.equals(expected, found)) {
            throw refuse(what, text.stripTrailing(), line(found));
        }
    }

    /** Requires that no line follows. */
    void requireEnd() throws VerificationException {
        line++;
        byte[] found = read(1);
        if (found.length > 0) {
            throw refuse("a line too many", "the end of the file", line(found));
        }
    }

    /** The whole line that begins with these bytes, as far as it is shown. */
    private String line(byte[] begun) throws VerificationException {
        byte[] rest = read(512);
        String text =
                new String(begun, StandardCharsets.UTF_8)
                        + new String(rest, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        return text.isEmpty() ? "the end of the file" : first;
    }

    private byte[] read(int bytes) throws VerificationException {
        try {
            return file.readNBytes(bytes);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private VerificationException refuse(String what, String expected, String found) {
        return new VerificationException(
                VerificationCode.EXPORT_MISMATCH,
                name,
                "line %d, %s".formatted(line, what),
                expected,
                found);
    }

    private static VerificationException unreadable(String name, IOException reason) {
        return new VerificationException(
                VerificationCode.EXPORT_MISMATCH, name, "file", "a readable file", reason);
    }

    @Override
    public void close() throws VerificationException {
        try {
            file.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }
}
