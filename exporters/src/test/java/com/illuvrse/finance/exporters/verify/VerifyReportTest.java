package com.illuvrse.finance.exporters.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.verify.VerifyReport.Form;
import com.illuvrse.finance.memory.NoRoomException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyReportTest {

    private static final String ROOT =
            "246c53506aabbccc75ce7551224d9fdca63e757940b572598215b100234d7792";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir private Path folder;

    @BeforeEach
    void copiesTheSampleLedger() {
        SampleLedger.copiedTo(folder);
    }

    private int run(@Nullable LocalDate now, Form form) {
        return VerifyReport.run(folder, folder.resolve("trust.json"), now, form, out);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aGoodLedgerEndsWithItsHead() {
        int exit = run(LocalDate.of(2026, 11, 3), Form.TEXT);

        assertThat(exit).isZero();
        assertThat(lines().getLast())
                .isEqualTo("PASS ledger.example.com/marketplace-test head 5:" + ROOT);
        assertThat(lines()).anyMatch(line -> line.startsWith("attestation: 0 role signatures"));
    }

    @Test
    void aChangedByteIsOneLine() throws IOException {
        Path ledger = folder.resolve("segment-000001/ledger.jsonl");
        byte[] bytes = Files.readAllBytes(ledger);
        bytes[300] ^= 1;
        Files.write(ledger, bytes);

        int exit = run(null, Form.TEXT);

        assertThat(exit).isEqualTo(1);
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith(
                        "FAIL FILE_MISMATCH segment-000001/ledger.jsonl sha256: expected 5bcd72e7")
                .contains(", found ");
    }

    @Test
    void noRoomIsNoVerdict() {
        VerifyReport.Comparison full =
                days -> {
                    throw new NoRoomException("/full", 4096, new IOException("No space left"));
                };

        int exit =
                VerifyReport.run(folder, folder.resolve("trust.json"), null, full, Form.TEXT, out);

        assertThat(exit).isEqualTo(2);
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("expected room for 4096 bytes in /full", "No space left");
    }

    @Test
    void aDayThatIsMissingAtTheEndIsAGap() {
        int exit = run(LocalDate.of(2026, 11, 5), Form.JSON);

        assertThat(exit).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "{\"code\":\"GAP\",\"expected\":\"2026-11-04 or"
                                + " later\",\"file\":\"segment-000004/manifest.json\",\"found\":\"2026-11-02\",\"item\":\"last"
                                + " day\",\"result\":\"FAIL\"}");
    }

    @Test
    void theHeadStandsInTheJsonToo() {
        int exit = run(null, Form.JSON);

        assertThat(exit).isZero();
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("{\"head\":{\"root\":\"" + ROOT + "\",\"size\":5},")
                .endsWith("\"result\":\"PASS\"}");
    }

    @Test
    void whatCannotBeTriedIsNoFailureOfTheLedger() throws IOException {
        Path trust = folder.resolve("trust.json");
        Files.writeString(trust, Files.readString(trust).replace("\"SEALED\"", "\"ATTESTED\""));

        int attested = run(null, Form.TEXT);
        int noTrust = VerifyReport.run(folder, folder.resolve("none.json"), null, out);
        int noFolder = VerifyReport.run(folder.resolve("none"), trust, null, out);

        assertThat(List.of(attested, noTrust, noFolder)).containsOnly(VerifyReport.USAGE);
        assertThat(lines().getFirst())
                .startsWith("USAGE the trust file requires ATTESTED segments and names no roles");
        assertThat(lines().get(1)).startsWith("USAGE there is no trust file");
    }
}
