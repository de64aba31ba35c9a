package com.illuvrse.finance.handover;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What stands before a member of an archive: a regular file, and of it only path and size (segment
 * format, section 12). Mode is 0644; time and ids are 0; names, prefix and pax records are not
 * used, so path and size decide all of its 512 bytes.
 *
 * @param path visible ASCII, at most 100 bytes, relative, without {@code .} and {@code ..}
 * @param size in bytes, at most eleven octal digits, which is 8 GiB less one
 */
public record TarHeader(String path, long size) {

    /** Everything in an archive is a multiple of this many bytes. */
    static final int BLOCK = 512;

    /** An archive is a multiple of this many bytes. */
    static final int RECORD = 10_240;

    public static final long MAX_SIZE = (1L << 33) - 1;

    private static final int MAX_PATH = 100;
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{11}\0");
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;

    private record Field(String name, int from, int to) {}

    /** In the order in which they tell most about what is wrong. */
    private static final List<Field> FIELDS =
            List.of(
                    new Field("magic", 257, 265),
                    new Field("type", 156, 157),
                    new Field("link name", 157, 257),
                    new Field("mode", 100, 108),
                    new Field("user id", 108, 116),
                    new Field("group id", 116, 124),
                    new Field("time", 136, 148),
                    new Field("user name", 265, 297),
                    new Field("group name", 297, 329),
                    new Field("device", 329, 345),
                    new Field("prefix", 345, 500),
                    new Field("checksum", CHECKSUM, 156),
                    new Field("path", 0, MAX_PATH),
                    new Field("end", 500, BLOCK));

    public TarHeader {
        if (!isPath(path)) {
            throw new IllegalArgumentException(
                    "a member has a relative path of at most 100 plain characters, found " + path);
        }
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "%s has %d bytes; a member has from 0 to %d".formatted(path, size, MAX_SIZE));
        }
    }

    private static boolean isPath(String path) {
        return path.length() <= MAX_PATH && PATH.matcher(path).matches();
    }

    /** Zeros that follow the content. */
    int padding() {
        return (int) (-size & (BLOCK - 1));
    }

    byte[] bytes() {
        byte[] block = new byte[BLOCK];
        put(block, 0, path);
        put(block, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(block, SIZE, "%011o\0".formatted(size));
        put(block, 136, "00000000000\0" + " ".repeat(8) + "0");
        put(block, 257, "ustar\0" + "00");
        put(block, 329, "0000000\0" + "0000000\0");
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        put(block, CHECKSUM, "%06o\0 ".formatted(sum));
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    /**
     * Reads a header and compares it with the only one its path and size may have.
     *
     * @param place of the block, for messages
     */
    static TarHeader parse(byte[] block, String place) throws TarFormatException {
        requireField(FIELDS.get(0), block, new TarHeader("none", 0).bytes(), place);
        requireField(FIELDS.get(1), block, new TarHeader("none", 0).bytes(), place);
        String path = text(block, 0, MAX_PATH).replaceAll("\0+$", "");
        if (!isPath(path)) {
            throw new TarFormatException(place + " path", "a plain relative path", path);
        }
        String size = text(block, SIZE, SIZE + 12);
        if (!OCTAL.matcher(size).matches()) {
            throw new TarFormatException("member " + path + " size", "eleven octal digits", size);
        }
        TarHeader header = new TarHeader(path, Long.parseLong(size.substring(0, 11), 8));
        byte[] expected = header.bytes();
        for (Field field : FIELDS) {
            requireField(field, block, expected, "member " + path);
        }
        return header;
    }

    private static void requireField(Field field, byte[] block, byte[] expected, String place)
            throws TarFormatException {
        if (!Arrays.equals(block, field.from, field.to, expected, field.from, field.to)) {
            throw new TarFormatException(
                    place + " " + field.name,
                    quoted(expected, field.from, field.to),
                    quoted(block, field.from, field.to));
        }
    }

    private static String quoted(byte[] block, int from, int to) {
        return '"' + text(block, from, to).replaceAll("\0+$", "") + '"';
    }

    private static String text(byte[] block, int from, int to) {
        return new String(block, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
