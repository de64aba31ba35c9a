package com.illuvrse.finance.exporters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.verify.SampleLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCopyTest {

    private static final String DAY = "daily/dt=2026-03-02/";

    @TempDir Path folder;
    private RunningArchive running;
    private Archive archive;
    private Path copy;

    @BeforeEach
    void start() throws IOException {
        running = new RunningArchive(folder);
        archive = running.archive();
        copy = folder.resolve("copy");
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private void put(String key, String content) throws IOException {
        Path file = Files.createTempFile(folder, "file", "");
        archive.reports().putOnce(key, Files.writeString(file, content));
    }

    private static String listed(String path, String content) {
        return "{\"bytes\":%d,\"path\":\"%s\",\"sha256\":\"%s\"}"
                .formatted(
                        content.length(),
                        path,
                        Sha256.hexOf(content.getBytes(StandardCharsets.UTF_8)));
    }

    private void putManifest(String... files) throws IOException {
        put(
                DAY + "MANIFEST.json",
                "{\"manifest\":{\"files\":[%s]}}".formatted(String.join(",", files)));
    }

    private ArchiveCopy get(String prefix) throws IOException {
        return ArchiveCopy.get(archive, prefix, copy);
    }

    @Test
    void copiesEverythingBelowAPrefixAndFindsEveryDigestRight() throws Exception {
        put(DAY + "breaks.csv", "type,ref\n");
        put(DAY + "postings/part-00000.parquet", "PAR1");
        put("daily/dt=2026-03-03/breaks.csv", "tomorrow");
        putManifest(
                listed("breaks.csv", "type,ref\n"), listed("postings/part-00000.parquet", "PAR1"));

        ArchiveCopy got = get("reports/" + DAY);

        assertThat(got.faults()).isEmpty();
        assertThat(got.isSound()).isTrue();
        assertThat(got.objects()).isEqualTo(3);
        assertThat(copy.resolve("postings/part-00000.parquet")).hasContent("PAR1");
        assertThat(copy.resolve("breaks.csv")).exists();
        assertThat(copy.resolve("dt=2026-03-03")).doesNotExist();
    }

    @Test
    void keepsTheLastNameOfAPrefixWithoutASlash() throws Exception {
        put(DAY + "breaks.csv", "type,ref\n");
        put("daily/dt=2026-03-021/breaks.csv", "not below it");

        ArchiveCopy got = get("reports/daily/dt=2026-03-02");

        assertThat(got.objects()).isEqualTo(1);
        assertThat(copy.resolve("dt=2026-03-02/breaks.csv")).exists();
    }

    @Test
    void copyingAgainFindsTheSame() throws Exception {
        put(DAY + "breaks.csv", "type,ref\n");
        ArchiveCopy first = get("reports/" + DAY);

        assertThat(get("reports/" + DAY)).isEqualTo(first);
    }

    @Test
    void neverReplacesAFileWithOtherContent() throws Exception {
        put(DAY + "breaks.csv", "type,ref\n");
        Files.createDirectory(copy);
        Files.writeString(copy.resolve("breaks.csv"), "mine");

        ArchiveCopy got = get("reports/" + DAY);

        assertThat(got.faults()).singleElement().asString().contains("was not copied");
        assertThat(copy.resolve("breaks.csv")).hasContent("mine");
    }

    @Test
    void namesWhatDiffersFromAManifest() throws Exception {
        put(DAY + "breaks.csv", "changed");
        put(DAY + "stranger.csv", "hello");
        putManifest(listed("breaks.csv", "type,ref\n"), listed("payouts.csv", "gone"));

        ArchiveCopy got = get("reports/" + DAY);

        assertThat(got.faults())
                .hasSize(3)
                .anyMatch(fault -> fault.startsWith("breaks.csv should have 9 bytes"))
                .anyMatch(fault -> fault.startsWith("payouts.csv is in MANIFEST.json and not in"))
                .anyMatch(fault -> fault.equals("stranger.csv is not in MANIFEST.json"));
    }

    @Test
    void checksTheManifestOfASegmentToo() throws Exception {
        put("x/segment-000001/ledger.jsonl", "");
        put("x/segment-000001/checkpoint", "later");
        put(
                "x/segment-000001/manifest.json",
                "{\"files\":[%s,%s]}"
                        .formatted(listed("chain.txt", "gone"), listed("ledger.jsonl", "")));

        ArchiveCopy got = get("reports/x/");

        assertThat(got.faults())
                .containsExactly(
                        "segment-000001/chain.txt is in segment-000001/manifest.json and not in the"
                                + " archive");
    }

    @Test
    void namesAManifestThatCannotBeRead() throws Exception {
        put(DAY + "MANIFEST.json", "{\"manifest\": {}}");

        ArchiveCopy got = get("reports/" + DAY);

        assertThat(got.faults())
                .singleElement()
                .asString()
                .startsWith("MANIFEST.json cannot be read as a manifest: ");
    }

    @Test
    void namesAnObjectThatChangedInTheArchive() throws Exception {
        put(DAY + "breaks.csv", "type,ref\n");
        running.corruptOnDisk("type,ref\n".getBytes(StandardCharsets.UTF_8));

        ArchiveCopy got = get("reports/" + DAY);

        assertThat(got.faults()).singleElement().asString().contains("breaks.csv");
        assertThat(copy.resolve("breaks.csv")).doesNotExist();
    }

    @Test
    void writesNothingOutsideTheFolder() throws Exception {
        put("evil/../../outside", "x");
        put("evil//double", "x");
        put("evil/back\\slash", "x");
        put("evil/fine", "x");

        ArchiveCopy got = get("reports/evil/");

        assertThat(got.objects()).isEqualTo(1);
        assertThat(got.faults())
                .hasSize(3)
                .allMatch(fault -> fault.contains("would not lie inside"));
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void followsNoLinkThatIsThere() throws Exception {
        put(DAY + "postings/part", "x");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectory(copy);
        Files.createSymbolicLink(copy.resolve("postings"), elsewhere);

        ArchiveCopy got = get("reports/" + DAY);

        assertThat(got.faults()).singleElement().asString().contains("would not lie inside");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void saysWhenThereIsNothingOrNoSuchBucket() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "reports/daily/dt=1999-01-01/",
                                "there is nothing in the archive at reports/daily/dt=1999-01-01/",
                                "secrets/x/",
                                "a prefix begins with reports/, tax/ or audit/, found \"secrets\"")
                        .entrySet()) {
            assertThatThrownBy(() -> get(wrong.getKey())).hasMessage(wrong.getValue());
        }
    }

    private void putSample(String ledger, int segment) throws IOException {
        SampleLedger.copiedTo(folder.resolve("sample"));
        Path sample = folder.resolve("sample").resolve("segment-%06d".formatted(segment));
        try (Stream<Path> files = Files.walk(sample)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                archive.audit()
                        .putOnce(
                                ledger + sample.getFileName() + "/" + sample.relativize(file),
                                file);
            }
        }
    }

    @Test
    void handsPackagesOverAsArchivesAndNothingElse() throws Exception {
        putSample("v1/ledger.example.com/marketplace-test/", 0);
        putSample("v1/ledger.example.com/marketplace-test/", 1);

        ArchiveCopy got =
                ArchiveCopy.handOver(
                        archive, "audit/v1/ledger.example.com/marketplace-test/", copy);

        assertThat(got.faults()).isEmpty();
        try (Stream<Path> files = Files.list(copy)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("segment-000000.tar", "segment-000001.tar");
        }
        assertThat(Sha256.hexOf(Files.readAllBytes(copy.resolve("segment-000001.tar"))))
                .isEqualTo("9fe4e87f834a4539516d68f462eafe9a8afdd0ab6d9ecfa13f2572efb21d299f");
    }

    @Test
    void handsNothingOverWhoseDigestIsWrong() throws Exception {
        putSample("v1/a/", 0);
        archive.audit()
                .putOnce(
                        "v1/a/segment-000001/manifest.json",
                        Files.writeString(
                                folder.resolve("manifest"),
                                "{\"files\":[%s]}".formatted(listed("ledger.jsonl", "x"))));

        ArchiveCopy got = ArchiveCopy.handOver(archive, "audit/v1/a/", copy);

        assertThat(got.faults()).singleElement().asString().contains("ledger.jsonl");
        assertThat(copy).isEmptyDirectory();
    }
}
