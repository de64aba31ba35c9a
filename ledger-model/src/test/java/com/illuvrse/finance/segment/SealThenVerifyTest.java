package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealThenVerifyTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsSealedIsVerified(long seed) throws VerificationException {
        SyntheticLedger ledger = new SyntheticLedger(folder, seed).day(40).day(0).day(120).day(3);
        SegmentVerifier verifier =
                SegmentVerifier.of(folder, ledger.trust(), LocalDate.of(2026, 11, 3));

        verifier.verify();

        assertThat(verifier.head().size()).isEqualTo(5);
        assertThat(verifier.lines())
                .anyMatch(line -> line.startsWith("entries: " + ledger.entries() + " entries"));
    }
}
