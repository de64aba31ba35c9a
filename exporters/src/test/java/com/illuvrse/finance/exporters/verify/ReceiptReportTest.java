package com.illuvrse.finance.exporters.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.verify.VerifyReport.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptReportTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir private Path folder;

    @BeforeEach
    void copiesTheSample() throws IOException {
        copy("ledger/trust.json", "trust.json");
        copy("receipt/receipt.json", "receipt.json");
    }

    private void copy(String sample, String name) throws IOException {
        try (InputStream stream = ReceiptReportTest.class.getResourceAsStream("/proof/" + sample)) {
            Files.write(folder.resolve(name), stream.readAllBytes());
        }
    }

    private int run(String receipt, String trust, Form form) {
        return ReceiptReport.run(folder.resolve(receipt), folder.resolve(trust), form, out);
    }

    @Test
    void aGoodReceiptEndsWithTheHeadOfItsCheckpoint() {
        int exit = run("receipt.json", "trust.json", Form.TEXT);

        assertThat(exit).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .first()
                .asString()
                .startsWith("entry: e8c0953f-8604-8aed-8b69-abfb51374055");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("PASS ledger.example.com/marketplace-test head 5:246c5350");
    }

    @Test
    void aChangedAmountIsOneLineOfJson() throws IOException {
        Path receipt = folder.resolve("receipt.json");
        Files.writeString(receipt, Files.readString(receipt).replace("999", "998"));

        int exit = run("receipt.json", "trust.json", Form.JSON);

        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("{\"code\":\"LEAF_MISMATCH\"")
                .endsWith("\"result\":\"FAIL\"}" + System.lineSeparator());
    }

    @Test
    void whatCannotBeTriedIsNoFailureOfTheReceipt() {
        assertThat(run("receipt.json", "none.json", Form.TEXT)).isEqualTo(2);
        assertThat(run("none.json", "trust.json", Form.TEXT)).isEqualTo(2);
        assertThat(run("receipt.json", "receipt.json", Form.TEXT)).isEqualTo(2);
    }
}
