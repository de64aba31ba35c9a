package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.run.RunningLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of sellers for platform reporting, its figures worked out by hand. */
class GoldenSellersTest {

    private static final Path CASE = Path.of("src/test/resources/reports/d01-sellers");

    @Test
    void sellersOnBothSidesOfTheLowVolumeTest(@TempDir Path folder) throws Exception {
        try (RunningLedger ledger =
                new RunningLedger(CASE, Files.createDirectories(folder.resolve("home")))) {
            GoldenCase golden = GoldenCase.run(CASE, ledger, folder.resolve("out"), "dpi");
            assertThat(golden.check("tax/year=2026/dpi")).isEqualTo(6);
        }
    }
}
