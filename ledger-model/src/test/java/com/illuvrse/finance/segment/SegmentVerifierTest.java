package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentVerifierTest {

    private static final String ROOT =
            "246c53506aabbccc75ce7551224d9fdca63e757940b572598215b100234d7792";

    @TempDir private Path folder;

    @Test
    void theSampleLedgerPassesAndSaysWhatWasNotChecked() throws VerificationException {
        SegmentVerifier verifier = new CopiedLedger(folder).verifier(LocalDate.of(2026, 11, 3));

        verifier.verify();

        assertThat(verifier.head()).hasToString("5:" + ROOT);
        assertThat(verifier.lines())
                .contains(
                        "entries: 22 entries of 5 days follow from their source, stand in their order and balance")
                .anyMatch(line -> line.startsWith("calculation: ") && line.contains("not checked"))
                .anyMatch(line -> line.startsWith("approvals: ") && line.contains("not checked"))
                .anyMatch(line -> line.contains("witnesses: 0 files, not checked"));
    }

    @Test
    void sealingTheSampleAgainChangesNoByte() throws VerificationException {
        CopiedLedger ledger = new CopiedLedger(folder).reseal(1);

        SegmentVerifier verifier = ledger.verifier(null);
        verifier.verify();

        assertThat(verifier.head()).hasToString("5:" + ROOT);
    }
}
