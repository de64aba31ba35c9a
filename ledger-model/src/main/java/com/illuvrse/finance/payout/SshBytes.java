package com.illuvrse.finance.payout;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the length-prefixed strings of the SSH formats (RFC 4251, section 5). */
final class SshBytes {

    private final ByteBuffer bytes;

    SshBytes(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** A string: four bytes of length, then as many bytes. */
    byte[] string() {
        return take(number());
    }

    String text() {
        return new String(string(), StandardCharsets.UTF_8);
    }

    int number() {
        requireLeft(Integer.BYTES);
        return bytes.getInt();
    }

    byte[] take(int length) {
        requireLeft(length);
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    void requireEnd() {
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(
                    "expected the end, found %d more bytes".formatted(bytes.remaining()));
        }
    }

    private void requireLeft(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "expected %d more bytes, found %d".formatted(length, bytes.remaining()));
        }
    }

    /** Writes a string. */
    static void put(ByteArrayOutputStream out, byte[] string) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(string.length).array());
        out.writeBytes(string);
    }

    static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
