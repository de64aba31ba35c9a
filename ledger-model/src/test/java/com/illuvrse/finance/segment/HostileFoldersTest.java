package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.GAP;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.illuvrse.finance.canonical.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders as somebody makes them who wants the check to wait, to read elsewhere, to use memory up,
 * or to take one file for another.
 */
class HostileFoldersTest {

    private static final long TERABYTE = 1L << 40;
    private static final String DEEP = "d/".repeat(1500);
    private static final Duration MOST = Duration.ofSeconds(10);

    @TempDir private Path folder;

    @BeforeAll
    static void requiresTheTools() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell that makes pipes");
    }

    @TestFactory
    Stream<DynamicTest> everyFolderHasItsCode() {
        TamperTable table = new TamperTable(folder, MOST);
        inPlace(table, "a pipe", HostileFoldersTest::pipe);
        inPlace(table, "a device", HostileFoldersTest::zeros);
        inPlace(table, "a link out", HostileFoldersTest::linkOut);
        inPlace(table, "a link inside", HostileFoldersTest::link);
        inPlace(table, "a link to itself", (at, kept) -> link(at, at.getFileName()));
        inPlace(table, "a directory", (at, kept) -> make("mkdir", at));
        asDirectory(table);
        named(table);
        sizes(table);
        return table.tests();
    }

    /**
     * Something in the place of a file that is read, one that is digested only, and a later one.
     */
    private static void inPlace(TamperTable table, String what, BiConsumer<Path, Path> make) {
        for (String file :
                List.of(
                        "manifest.json",
                        "evidence/orders.jsonl",
                        "sig/x.p7s",
                        "../segment-000005")) {
            table.row(
                    what + " for " + file.replace('/', ' '),
                    MALFORMED,
                    ledger -> {
                        Path at = ledger.path(1, file);
                        Path kept = ledger.folder().resolve("kept");
                        move(at, kept);
                        make.accept(at, kept);
                    });
        }
    }

    private static void asDirectory(TamperTable table) {
        for (String directory : List.of("evidence", "keys", "")) {
            String name = directory.isEmpty() ? "a day" : directory;
            table.row(
                    "a link for " + name,
                    MALFORMED,
                    ledger -> {
                        Path at = ledger.path(1, directory);
                        Path kept = ledger.folder().resolve("kept");
                        move(at, kept);
                        link(at, kept);
                    });
            table.row(
                    "a file for " + name,
                    MALFORMED,
                    ledger -> {
                        Path at = ledger.path(1, directory);
                        move(at, ledger.folder().resolve("kept"));
                        make("touch", at);
                    });
            table.row(
                    "nothing in " + name,
                    MALFORMED,
                    ledger -> {
                        Path at = ledger.path(1, directory);
                        move(at, ledger.folder().resolve("kept"));
                        make("mkdir", at);
                    });
        }
        table.row(
                "an empty folder",
                GAP,
                ledger -> {
                    for (int segment = 0; segment < 5; segment++) {
                        move(ledger.path(segment, ""), ledger.folder().resolve("kept" + segment));
                    }
                });
        table.row(
                "an unreadable file",
                MALFORMED,
                ledger -> locked(ledger.path(1, "evidence/orders.jsonl")));
        table.row("an unreadable directory", MALFORMED, ledger -> locked(ledger.path(1, "keys")));
        table.row("an unreadable day", MALFORMED, ledger -> locked(ledger.path(1, "")));
    }

    private static String called(String name) {
        String plain = name.replaceAll("[^a-zA-Z0-9. -]", "?");
        return plain.length() < 60 ? plain : plain.length() + " characters";
    }

    private static void named(TamperTable table) {
        for (String name :
                List.of(
                        "chain.txt\\n",
                        "chain.txt\\033[2J",
                        "\\377\\376chain.txt",
                        "ch\\303\\240in.txt",
                        "Chain.txt",
                        " chain.txt",
                        "x".repeat(255),
                        "segment-000001")) {
            table.row(
                    "a file called " + called(name),
                    MALFORMED,
                    ledger -> printed(ledger.path(1, ""), name));
        }
        for (String name :
                List.of(
                        "segment-000001\\n",
                        "segment-000001\\377",
                        "segment-00001",
                        "segment-0000001",
                        "segment-\\331\\240\\331\\240\\331\\240\\331\\240\\331\\240\\331\\241",
                        "segment-000001.TAR",
                        "segment-" + "1".repeat(247))) {
            table.row(
                    "a day called " + called(name),
                    MALFORMED,
                    ledger -> printed(ledger.folder(), name));
        }
    }

    /** Files that are one hole, with a manifest that says so where it has them. */
    private static void sizes(TamperTable table) {
        for (String file :
                List.of(
                        "manifest.json",
                        "checkpoint",
                        "sig/x.p7s",
                        "tst/checkpoint.tsr",
                        "wit/checkpoint",
                        "ledger.jsonl",
                        "balances.jsonl",
                        "chain.txt",
                        "seals.txt",
                        "controls.json",
                        "evidence/stripe_balance.json",
                        "keys/registry-0001.note")) {
            table.row(
                    "a terabyte of " + file.replace('/', ' '),
                    MALFORMED,
                    ledger -> {
                        hole(ledger.path(1, file));
                        if (!file.equals("manifest.json")) {
                            ledger.manifest(1, manifest -> withSize(manifest, file));
                        }
                    });
        }
        table.row(
                "a terabyte of archive",
                MALFORMED,
                ledger -> {
                    ledger.packed(1);
                    hole(ledger.folder().resolve("segment-000001.tar"));
                });
    }

    private static Json.Obj withSize(Json.Obj manifest, String file) {
        List<Json.Obj> files =
                manifest.objects("files").stream()
                        .map(
                                each ->
                                        each.text("path").equals(file)
                                                ? CopiedLedger.with(
                                                        each, "bytes", Json.number(TERABYTE))
                                                : each)
                        .toList();
        return CopiedLedger.with(manifest, "files", Json.array(files));
    }

    @Test
    void whatElseLiesBesideTheDaysIsNotTouched() throws VerificationException {
        CopiedLedger ledger = new CopiedLedger(folder);
        pipe(folder.resolve("pipe"), folder);
        link(folder.resolve("link"), folder);
        hole(folder.resolve("hole"));
        printed(folder, "Segment-000001\\n\\377");

        assertTimeoutPreemptively(MOST, ledger::verify);
    }

    @Test
    void aDeepDirectoryIsNotGoneInto() throws VerificationException {
        CopiedLedger ledger = new CopiedLedger(folder);
        make("mkdir -p", folder.resolve(DEEP));

        assertTimeoutPreemptively(MOST, ledger::verify);

        Path inside = ledger.path(1, "evidence/d");
        make("rm -r", folder.resolve("d"));
        make("mkdir -p", ledger.path(1, "evidence").resolve(DEEP));
        assertTimeoutPreemptively(
                MOST,
                () ->
                        assertThatThrownBy(ledger::verify)
                                .hasMessage(
                                        "FAIL MALFORMED segment-000001/evidence/d file: expected a"
                                                + " regular file, found a directory"));
        make("rm -r", inside);
    }

    static List<String> files() {
        return List.of("manifest.json", "evidence/orders.jsonl", "chain.txt");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatBecomesAPipeOrALinkAfterItIsListedIsNotOpened(String file) throws Exception {
        CopiedLedger ledger = new CopiedLedger(folder);
        SegmentFolder segment = new LedgerFolder(folder).segments().get(1);
        assertThat(segment.files()).containsKey(file);
        Path at = ledger.path(1, file);
        Path kept = folder.resolve("kept");
        Files.move(at, kept);

        for (BiConsumer<Path, Path> other :
                List.<BiConsumer<Path, Path>>of(
                        HostileFoldersTest::pipe, HostileFoldersTest::link)) {
            other.accept(at, kept);
            assertTimeoutPreemptively(
                    MOST,
                    () ->
                            assertThatThrownBy(() -> segment.read(file, 1 << 20))
                                    .hasMessageStartingWith("FAIL MALFORMED segment-000001/" + file)
                                    .hasMessageContaining("is none now"));
            Files.delete(at);
        }
    }

    @Test
    void anArchiveThatBecomesAPipeAfterItIsListedIsNotOpened() throws Exception {
        CopiedLedger ledger = new CopiedLedger(folder);
        ledger.packed(1);
        SegmentFolder segment = new LedgerFolder(folder).segments().get(1);
        Path tar = folder.resolve("segment-000001.tar");
        Files.delete(tar);
        pipe(tar, folder);

        assertTimeoutPreemptively(
                MOST,
                () ->
                        assertThatThrownBy(segment::files)
                                .hasMessageStartingWith("FAIL MALFORMED segment-000001.tar")
                                .hasMessageContaining("is no regular file"));
    }

    @Test
    void theRefusalOfAHostileNameIsOnePlainLine() {
        CopiedLedger ledger = new CopiedLedger(folder);
        printed(ledger.path(1, ""), "a\\nPASS b\\033[2J\\377");

        assertThatThrownBy(ledger::verify)
                .message()
                .startsWith("FAIL MALFORMED segment-000001/a?PASS b?[2J?")
                .matches("[ -~]+");
    }

    // ---- what a JDK cannot make

    private static void pipe(Path at, Path kept) {
        make("mkfifo", at);
    }

    /** The device of zeros without end, where this user may make one. */
    private static void zeros(Path at, Path kept) {
        assumeTrue(sh("mknod \"$0\" c 1 5", at) == 0, "only root makes devices");
    }

    private static void printed(Path directory, String escaped) {
        assertThat(sh("name=$(printf '%b.' \"$1\"); : > \"$0/${name%.}\"", directory, escaped))
                .isZero();
    }

    private static void make(String command, Path at) {
        assertThat(sh(command + " \"$0\"", at)).as(command).isZero();
    }

    private static int sh(String script, Path at, String... more) {
        try {
            Process process =
                    new ProcessBuilder(
                                    Stream.concat(
                                                    Stream.of(
                                                            "/bin/sh", "-c", script, at.toString()),
                                                    Stream.of(more))
                                            .toList())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path at) {
        return at.toString().replaceAll("[^a-z0-9-]", "-").replaceAll(".*junit", "");
    }

    /** A link to a good file, but out of the ledger's folder. */
    private static void linkOut(Path at, Path kept) {
        Path out = Path.of(kept.resolve("../..").normalize() + "/out-of-" + name(at));
        move(kept, out);
        link(at, out);
    }

    /** Moves what is there, or makes room for what is not there yet. */
    private static void move(Path from, Path to) {
        try {
            if (Files.exists(from)) {
                Files.move(from, to);
            } else {
                Files.createDirectories(from.getParent());
                Files.createFile(to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hole(Path at) {
        try {
            Files.createDirectories(at.getParent());
            try (RandomAccessFile file = new RandomAccessFile(at.toFile(), "rw")) {
                file.setLength(0);
                file.setLength(TERABYTE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void locked(Path at) {
        try {
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("---------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assumeFalse(Files.isReadable(at), "nothing is locked for root");
    }
}
