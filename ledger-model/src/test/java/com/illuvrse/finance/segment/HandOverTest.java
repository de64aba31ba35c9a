package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The archive of a package: its exact bytes, and that it is as good as the directory. */
class HandOverTest {

    @TempDir private Path folder;

    private CopiedLedger ledger() {
        return new CopiedLedger(folder.resolve("ledger"));
    }

    private static String run(Path in, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(in.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void everyArchiveOfTheSampleHasItsBytes() throws Exception {
        CopiedLedger ledger = ledger();

        for (JsonNode segment : JsonFiles.read("proof/hashes.json").path("segments")) {
            Path archive =
                    HandOver.pack(ledger.path(segment.path("segment").intValue(), ""), folder);

            assertThat(Sha256.hexOf(Files.readAllBytes(archive)))
                    .isEqualTo(segment.path("tarSha256").stringValue());
        }
    }

    @Test
    void gnuTarReadsOursAndWritesTheSame() throws Exception {
        CopiedLedger ledger = ledger();
        Path ours = HandOver.pack(ledger.path(4, ""), folder);
        SortedMap<String, Long> files = new PackageArchive(ours, "segment-000004").list();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "tar",
                                "--format=ustar",
                                "--owner=0",
                                "--group=0",
                                "--numeric-owner",
                                "--mode=0644",
                                "--mtime=@0",
                                "-cf",
                                folder.resolve("theirs.tar").toString()));
        files.keySet().forEach(file -> command.add("segment-000004/" + file));

        run(ledger.folder(), command.toArray(String[]::new));
        Files.createDirectory(folder.resolve("unpacked"));
        run(folder.resolve("unpacked"), "tar", "-xf", ours.toString());

        assertThat(folder.resolve("theirs.tar")).hasSameBinaryContentAs(ours);
        for (String file : files.keySet()) {
            assertThat(folder.resolve("unpacked/segment-000004").resolve(file))
                    .hasSameBinaryContentAs(ledger.path(4, file));
        }
    }

    @Test
    void archivesDirectoriesAndCompressedArchivesGiveTheSameHead() throws Exception {
        CopiedLedger ledger = ledger();
        SegmentVerifier directories = ledger.verifier(null);
        directories.verify();

        ledger.packed(1);
        ledger.packed(2);
        ledger.packed(4);
        run(ledger.folder(), "gzip", "-9", "segment-000002.tar");
        run(ledger.folder(), "gzip", "-n", "segment-000004.tar");
        SegmentVerifier mixed = ledger.verifier(null);
        mixed.verify();

        assertThat(mixed.head()).isEqualTo(directories.head());
        assertThat(mixed.lines()).isEqualTo(directories.lines());
        try (var names = Files.list(ledger.folder())) {
            assertThat(names.map(name -> name.getFileName().toString()))
                    .as("nothing is written")
                    .contains("segment-000000", "segment-000001.tar", "segment-000002.tar.gz")
                    .doesNotContain("segment-000001", "segment-000002");
        }
    }

    @Test
    void packsNothingThatIsNoPackage() {
        CopiedLedger ledger = ledger().write(1, "notes.txt", "mine");

        assertThatThrownBy(() -> HandOver.pack(ledger.path(1, ""), folder))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("segment-000001/notes.txt");
        assertThat(folder.resolve("segment-000001.tar")).doesNotExist();
    }

    @Test
    void anArchiveThatIsThereWithOtherBytesStays() throws Exception {
        CopiedLedger ledger = ledger();
        Path archive = HandOver.pack(ledger.path(1, ""), folder);
        HandOver.pack(ledger.path(1, ""), folder);
        Files.writeString(archive, "another");

        assertThatThrownBy(() -> HandOver.pack(ledger.path(1, ""), folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing was changed");
        assertThat(archive).hasContent("another");
    }
}
