package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.run.RunningLedger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** Golden years for the filer of US information returns. */
class GoldenInformationReturnsTest {

    private static final Path CASES = Path.of("src/test/resources/reports");
    private static final String KIND = "us-information-returns";
    private static final String PLACE = "tax/year=2026/" + KIND;

    @Test
    void sellersOnBothSidesOfEveryThreshold(@TempDir Path folder) throws Exception {
        assertThat(checked("t01-1099k", folder)).isEqualTo(6);
    }

    @Test
    void paymentsUnderBackupWithholding(@TempDir Path folder) throws Exception {
        assertThat(checked("t04-backup-withholding", folder)).isEqualTo(6);
    }

    private static int checked(String name, Path folder) throws Exception {
        Path data = CASES.resolve(name);
        try (RunningLedger ledger =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            GoldenCase golden = GoldenCase.run(data, ledger, folder.resolve("out"), KIND);
            assertThat(EveryFigure.of(ledger, ReportKind.US_INFORMATION_RETURNS, "2026"))
                    .isGreaterThan(100);
            return golden.check(PLACE);
        }
    }
}
