package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.reconciliation.BreakType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Golden years for the filer of US information returns. */
class GoldenInformationReturnsTest {

    private static final Path CASES = Path.of("src/test/resources/reports");
    private static final String KIND = "us-information-returns";
    private static final String PLACE = "tax/year=2026/" + KIND;

    @Test
    void sellersOnBothSidesOfEveryThreshold(@TempDir Path folder) throws Exception {
        assertThat(checked("t01-1099k", folder)).isEqualTo(6);
    }

    /**
     * After the year of the case the forms of r1 and r2 were accepted on 2 January; on the 3rd a
     * payment of December to r2 becomes known. What r2's second form corrects is the first; r1's is
     * as it was.
     */
    @Test
    void paymentsUnderBackupWithholdingAndAFormThatIsCorrected(@TempDir Path folder)
            throws Exception {
        Path data =
                GoldenCase.copied(CASES.resolve("t04-backup-withholding"), folder.resolve("data"));
        GoldenCase.write(
                data.resolve("inbox/filings/dt=2027-01-02/a.jsonl"),
                filing("1099-MISC", "r1", "R-1", "accepted"),
                filing("1099-MISC", "r2", "R-2", "accepted"),
                filing("1099-MISC", "r3", "R-3", "rejected"),
                filing("1099-DIV", "r3", "R-4", "accepted"));
        GoldenCase.write(
                data.resolve("inbox/journals/dt=2027-01-03/a.jsonl"),
                """
                {"type":"journal","journal":"wire-1","effectiveOn":"2026-12-30","memo":"paid by hand","reason":"wire","reverses":null,"enteredBy":"u-17","approvedBy":"u-9",\
                "payment":{"payee":"r2","rail":"external","reference":"WIRE 1"},"lines":[\
                {"account":"liabilities:creator:r2:payable","side":"debit","amount":500,"currency":"USD","contract":"ct-r2","buyerCountry":"US"},\
                {"account":"assets:bank:operating","side":"credit","amount":500,"currency":"USD"}]}\
                """);
        try (RunningLedger ledger =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            GoldenCase golden = GoldenCase.run(data, ledger, folder.resolve("out"), KIND);
            assertThat(golden.check(PLACE)).isEqualTo(6);
            assertThat(copies(folder.resolve("out").resolve(PLACE))).isPositive();

            ledger.settle(LocalDate.of(2027, 1, 1), LocalDate.of(2027, 1, 3));
            ReportDesk desk = ledger.bean(ReportDesk.class);

            ReportDesk.Reported corrected = desk.report(KIND, "2026", null);
            desk.copy(corrected, folder.resolve("second"));

            assertThat(corrected.place()).isEqualTo(PLACE + "/r02/");
            List<Map<String, String>> forms =
                    Csv.read(
                            folder.resolve("second")
                                    .resolve(PLACE)
                                    .resolve("r02/form-1099-misc.csv"));
            assertThat(forms)
                    .extracting(
                            row -> row.get("payee_ref"),
                            row -> row.get("royalties"),
                            row -> row.get("corrected"),
                            row -> row.get("original_record_id"))
                    .containsExactly(
                            tuple("r1", "183.35", "N", ""),
                            tuple("r2", "17.00", "Y", "R-2"),
                            tuple("r3", "9.99", "N", ""));
            assertThat(new BreakDays(ledger.database().database()).of(LocalDate.of(2027, 1, 2)))
                    .filteredOn(found -> found.type() == BreakType.RECORD_REJECTED)
                    .hasSize(1);
        }
    }

    private static String filing(String form, String payee, String record, String status) {
        return """
        {"type":"filing","kind":"%s","period":"2026","form":"%s","payee":"%s","record":"%s","receipt":"2027-A-1","filedOn":"2027-01-02","status":"%s"}\
        """
                .formatted(KIND, form, payee, record, status);
    }

    private static long copies(Path set) throws Exception {
        return DuckDb.requireCopies(set, "payment-facts", "sale-facts", "withholding");
    }

    private static int checked(String name, Path folder) throws Exception {
        Path data = CASES.resolve(name);
        try (RunningLedger ledger =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            GoldenCase golden = GoldenCase.run(data, ledger, folder.resolve("out"), KIND);
            assertThat(EveryFigure.of(ledger, ReportKind.US_INFORMATION_RETURNS, "2026"))
                    .isGreaterThan(100);
            assertThat(copies(folder.resolve("out").resolve(PLACE))).isPositive();
            return golden.check(PLACE);
        }
    }
}
