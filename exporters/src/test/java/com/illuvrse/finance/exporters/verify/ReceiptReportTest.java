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
import java.util.Base64;
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

    /** Puts the signature and the stamp of the vectors in, and asks for them. */
    private void signs(byte[] signature, byte[] stamp) throws IOException {
        Base64.Encoder base64 = Base64.getEncoder();
        Path receipt = folder.resolve("receipt.json");
        String signed =
                Files.readString(receipt)
                        .replace(
                                ",\"type\":",
                                ",\"signatures\":[{\"p7s\":\"%s\",\"role\":\"finance-lead\",\"tsr\":\"%s\"}],\"type\":"
                                        .formatted(
                                                base64.encodeToString(signature),
                                                base64.encodeToString(stamp)));
        Files.writeString(folder.resolve("signed.json"), signed);
        String authority = new String(sample("attested/tsa-root.crt"), StandardCharsets.US_ASCII);
        Path trust = folder.resolve("trust.json");
        String asked = Files.readString(trust).replace("\"SEALED\"", "\"ATTESTED\"");
        Files.writeString(
                folder.resolve("attested.json"),
                asked.substring(0, asked.lastIndexOf('}'))
                        + ",\"roles\":[\"finance-lead\"],\"timestamps\":1,\"tsaRoots\":[\"%s\"]}"
                                .formatted(authority.replace("\n", "\\n")));
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream stream = ReceiptReportTest.class.getResourceAsStream("/proof/" + name)) {
            return stream.readAllBytes();
        }
    }

    @Test
    void aReceiptThatPersonsSignedPassesWhereTheyMustHave() throws IOException {
        signs(sample("attested/finance-lead.p7s"), sample("attested/finance-lead.p7s.tsr"));

        assertThat(run("signed.json", "attested.json", Form.TEXT))
                .as(printed.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("role signatures: 1 and 1 time stamps hold");
        assertThat(run("receipt.json", "attested.json", Form.TEXT)).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("FAIL SIGNATURE_MISSING");
    }

    @Test
    void aSignatureOrAStampInAReceiptThatWasTamperedWithIsRefused() throws IOException {
        byte[] signature = sample("attested/finance-lead.p7s");
        byte[] stamp = sample("attested/finance-lead.p7s.tsr");
        byte[] otherSignature = signature.clone();
        otherSignature[700] ^= 1;
        byte[] otherStamp = stamp.clone();
        otherStamp[700] ^= 1;

        signs(otherSignature, stamp);
        assertThat(run("signed.json", "trust.json", Form.TEXT)).isEqualTo(1);
        signs(signature, otherStamp);
        assertThat(run("signed.json", "attested.json", Form.TEXT)).isEqualTo(1);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("FAIL SIGNATURE_INVALID receipt/sig/finance-lead.p7s")
                .contains("FAIL TIMESTAMP_INVALID receipt/tst/finance-lead.p7s.tsr");
    }

    @Test
    void whatCannotBeTriedIsNoFailureOfTheReceipt() {
        assertThat(run("receipt.json", "none.json", Form.TEXT)).isEqualTo(2);
        assertThat(run("none.json", "trust.json", Form.TEXT)).isEqualTo(2);
        assertThat(run("receipt.json", "receipt.json", Form.TEXT)).isEqualTo(2);
    }
}
