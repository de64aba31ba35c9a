package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.KeyFiles;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportManifestTest {

    private static final String LEDGER = "ledger.example.com/test";
    private static final byte[] CONTENT = "a,b\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private Path keys;
    private Signer signer;

    @BeforeEach
    void drawKeys() throws Exception {
        keys = Files.createDirectory(folder.resolve("keys"));
        KeyFiles.write(keys, "reports", KeyFiles.fresh("Ed25519"));
        signer = KeyFolder.open(keys, true).signer("reports");
    }

    private static ReportFile file(String path) {
        return new ReportFile(path, CONTENT.length, Sha256.hexOf(CONTENT), 1L, "v-1");
    }

    private static ReportManifest manifest(ReportFile... files) {
        return new ReportManifest(
                "daily", LEDGER, "2026-03-02", 61, "5e".repeat(32), List.of(files));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsSignedCanBeVerified() {
        ReportManifest manifest =
                manifest(
                        file("breaks.csv"),
                        new ReportFile("settlement.html", 7, Sha256.hexOf(CONTENT), null, null));

        byte[] signed = manifest.signedBy(signer);

        assertThat(ReportManifest.verify(signed, signer.publicKey())).isEqualTo(manifest);
        assertThat(text(signed))
                .startsWith("{\"manifest\":{\"files\":[{\"bytes\":4,\"path\":\"breaks.csv\",")
                .contains("\"type\":\"report-manifest/1\"}")
                .contains("\"signature\":{\"key\":\"ledger.example.com/test/reports+")
                .doesNotContain("\n");
    }

    @Test
    void theSameSetIsAlwaysTheSameBytes() {
        assertThat(manifest(file("breaks.csv")).signedBy(signer))
                .isEqualTo(manifest(file("breaks.csv")).signedBy(signer));
    }

    @Test
    void anyChangedByteIsNoticed() {
        byte[] signed = manifest(file("breaks.csv")).signedBy(signer);
        PublicKey key = signer.publicKey();

        for (int i = 0; i < signed.length; i++) {
            byte[] changed = signed.clone();
            changed[i] ^= 1;

            assertThatThrownBy(() -> ReportManifest.verify(changed, key))
                    .as("byte %d", i)
                    .isInstanceOf(ReportManifestException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rows\":1|\"rows\":2|is not one of",
                "\"rows\":1|\"rows\":1.5|is not canonical JSON",
                "\"rows\":1|\"row\":1|has a member that a report manifest does not know",
                "\"set\":|\"sets\":|\"set\" must be a text",
                "\"type\":\"report-manifest/1\"|\"type\":\"report-manifest/2\"|type must be"
                        + " report-manifest/1",
                "breaks.csv|../breaks.csv|lies below its folder",
                "\"versionId\"|\"versionIx\"|has a member that a report manifest does not know",
                "{\"manifest\"|{ \"manifest\"|is not canonical JSON"
            })
    void saysWhatIsWrong(String written, String changed, String sentence) {
        String signed = text(manifest(file("breaks.csv")).signedBy(signer));

        assertThatThrownBy(
                        () ->
                                ReportManifest.verify(
                                        bytes(signed.replace(written, changed)),
                                        signer.publicKey()))
                .isInstanceOf(ReportManifestException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesTheSignatureOfAnotherKey() throws Exception {
        byte[] signed = manifest(file("breaks.csv")).signedBy(signer);
        PublicKey other = KeyFiles.fresh("Ed25519").getPublic();

        assertThatThrownBy(() -> ReportManifest.verify(signed, other))
                .isInstanceOf(ReportManifestException.class)
                .hasMessageContaining("should be signed by ledger.example.com/test/reports+");
    }

    @Test
    void refusesFilesOutOfOrder() {
        assertThatThrownBy(() -> manifest(file("b.csv"), file("a.csv")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a.csv after b.csv");
        assertThatThrownBy(() -> manifest(file("a.csv"), file("a.csv")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesEveryFileThatIsNotAsListed() throws Exception {
        Path set = folder.resolve("set");
        Files.createDirectories(set.resolve("postings"));
        Files.write(set.resolve("breaks.csv"), CONTENT);
        Files.write(set.resolve("postings/part-00000.parquet"), CONTENT);
        ReportManifest manifest = manifest(file("breaks.csv"), file("postings/part-00000.parquet"));
        Files.write(set.resolve(ReportManifest.NAME), manifest.signedBy(signer));

        assertThatCode(() -> manifest.requireFiles(set)).doesNotThrowAnyException();

        Files.write(set.resolve("breaks.csv"), bytes("a,c\n"));
        Files.delete(set.resolve("postings/part-00000.parquet"));
        Files.write(set.resolve("notes.txt"), CONTENT);
        assertThatThrownBy(() -> manifest.requireFiles(set))
                .isInstanceOf(ReportManifestException.class)
                .hasMessageContaining("breaks.csv should have 4 bytes with SHA-256 ")
                .hasMessageContaining("postings/part-00000.parquet is missing")
                .hasMessageContaining("notes.txt is not in the manifest");
    }

    /** The four lines of the README, run by the tools it names. */
    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "EC"})
    void jqAndOpensslVerifyItWithoutUs(String algorithm) throws Exception {
        KeyFiles.write(keys, "reports", KeyFiles.fresh(algorithm));
        signer = KeyFolder.open(keys, true).signer("reports");
        assumeTrue(run("jq --version && openssl version") == 0, "jq or openssl is not installed");
        Files.write(
                folder.resolve(ReportManifest.NAME),
                manifest(file("breaks.csv"), file("payouts.csv")).signedBy(signer));
        String check =
                """
                printf 'illuvrse-finance/report-manifest/1\\n%s\\n' \
                "$(jq -cjS .manifest MANIFEST.json | sha256sum | cut -c1-64)" > statement &&
                jq -r .signature.value MANIFEST.json | base64 -d > signature &&
                openssl pkeyutl -verify -pubin -inkey keys/reports.pub.pem -rawin -in statement -sigfile signature
                """;

        assertThat(run(check)).isZero();

        Files.writeString(
                folder.resolve(ReportManifest.NAME),
                Files.readString(folder.resolve(ReportManifest.NAME))
                        .replace("breaks.csv", "breakz.csv"));
        assertThat(run(check)).isNotZero();
    }

    private int run(String command) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("sh", "-c", command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return shell.exitValue();
    }
}
