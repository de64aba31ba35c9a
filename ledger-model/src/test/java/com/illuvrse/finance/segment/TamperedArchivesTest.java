package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.FILE_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FORK;
import static com.illuvrse.finance.segment.VerificationCode.GAP;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives as somebody makes them who wants to mislead, to write elsewhere, or to use memory up.
 */
class TamperedArchivesTest {

    private static final int BLOCK = 512;
    private static final String TAR = "segment-000001.tar";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyArchiveHasItsCode() {
        TamperTable table = new TamperTable(folder);
        ofTheFolder(table);
        ofAHeader(table);
        ofTheBlocks(table);
        ofTheCompression(table);
        return table.tests();
    }

    private static void ofTheFolder(TamperTable table) {
        table.row(
                "an archive beside the directory",
                FORK,
                ledger -> {
                    byte[] tar = ledger.packed(1);
                    ledger.put(TAR + ".gz", gzip(tar));
                });
        table.row(
                "an archive and its directory",
                FORK,
                ledger -> {
                    byte[] tar = new CopiedLedger(ledger.folder().resolve("other")).packed(1);
                    ledger.put(TAR, tar);
                });
        table.row(
                "an archive missing",
                GAP,
                ledger -> {
                    ledger.packed(1);
                    delete(ledger.folder().resolve(TAR));
                });
        table.row(
                "a link to an archive",
                MALFORMED,
                ledger -> {
                    ledger.packed(1);
                    Path tar = ledger.folder().resolve(TAR);
                    ledger.move(tar, ledger.folder().resolve("aside"));
                    link(tar, ledger.folder().resolve("aside"));
                });
        table.row(
                "a directory called as an archive",
                MALFORMED,
                ledger ->
                        ledger.move(
                                ledger.folder().resolve("segment-000001"),
                                ledger.folder().resolve(TAR)));
        table.row(
                "the archive of another day",
                MALFORMED,
                ledger -> {
                    byte[] other = ledger.packed(2);
                    ledger.packed(1);
                    ledger.put(TAR, other);
                });
    }

    private static void ofAHeader(TamperTable table) {
        header(table, "a symbolic link", 156, "2");
        header(table, "a hard link", 156, "1");
        header(table, "a pipe", 156, "6");
        header(table, "a directory", 156, "5");
        header(table, "a pax header", 156, "x");
        header(table, "a global pax header", 156, "g");
        header(table, "a long name of GNU", 156, "L");
        header(table, "a sparse file of GNU", 156, "S");
        header(table, "the magic of GNU", 257, "ustar  \0");
        header(table, "an old regular file", 156, "\0");
        header(table, "a link name", 157, "/etc/passwd");
        header(table, "another mode", 100, "0000755\0");
        header(table, "an owner", 108, "0001750\0");
        header(table, "a time", 136, "14712345670\0");
        header(table, "the name of an owner", 265, "root\0");
        header(table, "a prefix", 345, "up\0");
        header(table, "a way up", 0, "segment-000001/../x\0\0\0\0\0\0\0\0\0\0");
        header(table, "an absolute path", 0, "/egment-000001/");
        header(table, "a path of odd bytes", 15, "\u00ff\u00fe");
        header(table, "a path of control characters", 15, "\u001b[2J");
        header(table, "a path with something behind its end", 60, "x");
        header(table, "a file nobody knows", 15, "aalances.jsonl");
        header(table, "a size in base 256", 124, "\u0080\0\0\0\0\0\0\0\0\0\0\u0001");
        header(table, "a size that is no number", 124, "0000000 -12\0");
        header(table, "a size beyond the archive", 124, "77777777777\0");
        header(table, "something in the last bytes", 505, "x");
        damaged(table, "a wrong checksum", tar -> put(tar, 148, "000000\0 "));
        damaged(
                table,
                "one member twice",
                tar -> {
                    int first = memberEnd(tar);
                    return joined(Arrays.copyOf(tar, first), tar);
                });
    }

    private static void ofTheBlocks(TamperTable table) {
        damaged(table, "an empty archive", tar -> new byte[0]);
        damaged(table, "an archive of zeros", tar -> new byte[10_240]);
        damaged(table, "something else", tar -> new byte[] {'P', 'K', 3, 4});
        damaged(table, "cut off in a header", tar -> Arrays.copyOf(tar, 100));
        damaged(table, "cut off in a member", tar -> Arrays.copyOf(tar, BLOCK + 10));
        damaged(table, "cut off in the padding", tar -> Arrays.copyOf(tar, memberEnd(tar) - 1));
        damaged(table, "no zeros at the end", tar -> Arrays.copyOf(tar, membersEnd(tar)));
        damaged(table, "one block at the end", tar -> Arrays.copyOf(tar, membersEnd(tar) + BLOCK));
        damaged(table, "a block too few", tar -> Arrays.copyOf(tar, tar.length - BLOCK));
        damaged(table, "a record too many", tar -> Arrays.copyOf(tar, tar.length + 10_240));
        damaged(table, "a byte too many", tar -> Arrays.copyOf(tar, tar.length + 1));
        damaged(table, "something in the zeros", tar -> put(tar, tar.length - 1, "x"));
        damaged(table, "something in the padding", tar -> put(tar, memberEnd(tar) - 1, "x"));
        damaged(table, "two archives in one", tar -> joined(tar, tar));
        packed(
                table,
                "one byte of a member",
                FILE_MISMATCH,
                TAR,
                tar -> put(tar, BLOCK, (char) (tar[BLOCK] ^ 1) + ""));
    }

    private static void ofTheCompression(TamperTable table) {
        compressed(table, "not compressed", tar -> tar);
        compressed(table, "cut off", tar -> Arrays.copyOf(gzip(tar), 500));
        compressed(table, "cut off in its last bytes", tar -> cut(gzip(tar), 1));
        compressed(table, "something behind it", tar -> joined(gzip(tar), new byte[] {1}));
        compressed(table, "two in one", tar -> joined(gzip(tar), gzip(new byte[0])));
        compressed(table, "a wrong crc", tar -> flipped(gzip(tar), 8));
        compressed(table, "a wrong size", tar -> flipped(gzip(tar), 1));
        compressed(table, "a damaged block", tar -> flipped(gzip(tar), 1000));
        compressed(table, "compressed twice", tar -> gzip(gzip(tar)));
        compressed(table, "with a comment", tar -> put(gzip(tar), 3, "\u0010"));
        compressed(
                table,
                "an endless name",
                tar -> joined(put(Arrays.copyOf(gzip(tar), 10), 3, "\b"), "x".repeat(999)));
        compressed(table, "zeros without end", tar -> gzip(joined(tar, new byte[24 << 20])));
        compressed(
                table,
                "a bomb in a member",
                tar -> {
                    byte[] header = put(Arrays.copyOf(tar, BLOCK), 124, "00140000000\0");
                    return gzip(joined(checked(header), new byte[24 << 20]));
                });
    }

    private static void header(TamperTable table, String name, int at, String bytes) {
        damaged(table, name, tar -> checked(put(tar, at, bytes)));
    }

    private static void damaged(TamperTable table, String name, UnaryOperator<byte[]> damage) {
        packed(table, name, MALFORMED, TAR, damage);
    }

    private static void compressed(TamperTable table, String name, UnaryOperator<byte[]> damage) {
        packed(table, name + " in gzip", MALFORMED, TAR + ".gz", damage);
    }

    /** Segment 1 as an archive, damaged. */
    private static void packed(
            TamperTable table,
            String name,
            VerificationCode code,
            String archive,
            UnaryOperator<byte[]> damage) {
        Consumer<CopiedLedger> exchange =
                ledger -> {
                    byte[] tar = ledger.packed(1);
                    byte[] damaged = damage.apply(tar.clone());
                    if (archive.equals(TAR) && Arrays.equals(tar, damaged)) {
                        throw new IllegalArgumentException("nothing changed by " + name);
                    }
                    delete(ledger.folder().resolve(TAR));
                    ledger.put(archive, damaged);
                };
        table.row(name, code, exchange);
    }

    private static byte[] put(byte[] bytes, int at, String text) {
        byte[] put = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(put, 0, bytes, at, put.length);
        return bytes;
    }

    /** The first header with its sum put right. */
    private static byte[] checked(byte[] tar) {
        put(tar, 148, " ".repeat(8));
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += tar[i] & 0xff;
        }
        return put(tar, 148, "%06o\0 ".formatted(sum));
    }

    private static int memberEnd(byte[] tar) {
        int size = Integer.parseInt(new String(tar, 124, 11, StandardCharsets.US_ASCII), 8);
        return BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static int membersEnd(byte[] tar) {
        int end = tar.length;
        while (tar[end - 1] == 0) {
            end--;
        }
        return (end + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static byte[] joined(byte[] first, String second) {
        return joined(first, second.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static byte[] cut(byte[] bytes, int last) {
        return Arrays.copyOf(bytes, bytes.length - last);
    }

    private static byte[] flipped(byte[] bytes, int fromEnd) {
        bytes[bytes.length - fromEnd] ^= 1;
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
