package com.illuvrse.finance.exporters.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.ChartOfAccounts.Numbered;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.ReferenceRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportFilesTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-26");
    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");
    private static final Numbered BANK = account("1000", "Bank");
    private static final Numbered FEES = account("6100", "Costs:Processing");
    private static final Numbered SALES = account("4000", "Commission");

    @TempDir Path folder;

    private static Numbered account(String number, String name) {
        return new Numbered(number, name, "Asset", "Current assets", "Cash", null);
    }

    private static DateTimeFormatter dates(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    private static XeroImport xero(int maxLines) {
        return new XeroImport("main", dates("dd/MM/yyyy"), "Tax Exempt", maxLines);
    }

    private List<String> lines(String file) throws IOException {
        return Files.readString(folder.resolve(file)).lines().skip(1).toList();
    }

    @Test
    void aJournalIsNeverInTwoFiles() throws Exception {
        ImportFiles files = new ImportFiles(folder, xero(5));
        try (files) {
            files.write(journal(DAY, Map.of(BANK, 5L, SALES, -5L)));
            files.write(journal(DAY.plusDays(1), Map.of(BANK, 5L, SALES, -5L)));
            files.write(journal(DAY.plusDays(2), Map.of(BANK, 5L, FEES, 1L, SALES, -6L)));
        }

        assertThat(files.files())
                .extracting(SetFile::path, SetFile::rows)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("import-xero_p001.csv", 4L),
                        org.assertj.core.groups.Tuple.tuple("import-xero_p002.csv", 3L));
        assertThat(lines("import-xero_p002.csv"))
                .containsExactly(
                        "main 2026-11-28,28/11/2026,Bank,1000,Tax Exempt,0.05,,,,",
                        "main 2026-11-28,28/11/2026,Commission,4000,Tax Exempt,-0.06,,,,",
                        "main 2026-11-28,28/11/2026,Costs:Processing,6100,Tax Exempt,0.01,,,,");
        assertThat(files.faults()).isEmpty();
        assertThat(files.sum("1000", USD)).isEqualTo(15);
    }

    @Test
    void aFileMayBeFilledToTheLastLine() throws Exception {
        ImportFiles files = new ImportFiles(folder, xero(4));
        try (files) {
            files.write(journal(DAY, Map.of(BANK, 5L, SALES, -5L)));
            files.write(journal(DAY.plusDays(1), Map.of(BANK, 5L, SALES, -5L)));
        }

        assertThat(files.files()).hasSize(1);
    }

    @Test
    void zeroLinesAndDaysWithoutMovementAreLeftOut() throws Exception {
        ImportFiles files = new ImportFiles(folder, xero(300));
        try (files) {
            files.write(journal(DAY, Map.of(BANK, 5L, FEES, 0L, SALES, -5L)));
            files.write(journal(DAY.plusDays(1), Map.of(BANK, 0L)));
        }

        assertThat(lines("import-xero_p001.csv")).hasSize(2);
    }

    @Test
    void aMonthWithoutMovementHasAHeader() throws Exception {
        ImportFiles files = new ImportFiles(folder, xero(300));
        files.close();

        assertThat(files.files()).extracting(SetFile::rows).containsExactly(0L);
        assertThat(lines("import-xero_p001.csv")).isEmpty();
    }

    @Test
    void aJournalLongerThanAFileIsAFault() throws Exception {
        ImportFiles files = new ImportFiles(folder, xero(2));
        try (files) {
            files.write(journal(DAY, Map.of(BANK, 5L, FEES, 1L, SALES, -6L)));
        }

        assertThat(files.faults())
                .containsExactly(
                        "the journal of 2026-11-26 USD has 3 lines, a file of import-xero at most"
                                + " 2");
    }

    @Test
    void aJournalOutOfBalanceIsAFault() throws Exception {
        ImportFiles files = new ImportFiles(folder, xero(300));
        try (files) {
            files.write(journal(DAY, Map.of(BANK, 5L, SALES, -4L)));
        }

        assertThat(files.faults())
                .containsExactly(
                        "the journal of 2026-11-26 USD is out of balance by 1 minor units");
    }

    @Test
    void quickBooksKnowsAccountsByNamesInOneLine() throws Exception {
        Numbered hostile = account("1000", "=Bank \"a\", b\r\nc");
        ImportFiles files =
                new ImportFiles(folder, new QuickBooksImport("main", dates("MM/dd/yyyy"), 1_000));
        try (files) {
            files.write(journal(DAY, Map.of(hostile, 500L, SALES, -500L)));
        }

        assertThat(lines("import-quickbooks_p001.csv"))
                .containsExactly(
                        "FIN-2026-11-26,11/26/2026,\"'=Bank \"\"a\"\", b c\",5.00,,main"
                                + " 2026-11-26,,USD,,",
                        "FIN-2026-11-26,11/26/2026,Commission,,5.00,main 2026-11-26,,USD,,");
    }

    @Test
    void netSuiteHasAJournalForEachCurrencyWithItsRate() throws Exception {
        DayRates rates =
                new DayRates(List.of(new ReferenceRate(DAY, EUR, USD, "1.1000", "ECB")), 7);
        ImportFiles files =
                new ImportFiles(
                        folder,
                        new NetSuiteImport(
                                "main",
                                "Main",
                                dates("MM/dd/yyyy"),
                                100,
                                (currency, day) -> rates.of(currency, USD, day)));
        try (files) {
            files.write(DayJournal.of(DAY, EUR, Map.of(BANK, 500L, SALES, -500L)));
            files.write(journal(DAY, Map.of(BANK, 7L, SALES, -7L)));
        }

        assertThat(lines("import-netsuite_p001.csv"))
                .containsExactly(
                        "main-2026-11-26-EUR,11/26/2026,Main,EUR,1.1,main"
                                + " 2026-11-26,1000,5.00,,Bank,,,",
                        "main-2026-11-26-EUR,11/26/2026,Main,EUR,1.1,main"
                                + " 2026-11-26,4000,,5.00,Commission,,,",
                        "main-2026-11-26-USD,11/26/2026,Main,USD,1,main"
                                + " 2026-11-26,1000,0.07,,Bank,,,",
                        "main-2026-11-26-USD,11/26/2026,Main,USD,1,main"
                                + " 2026-11-26,4000,,0.07,Commission,,,");
    }

    @Test
    void ratesArePlainDigits() {
        assertThat(NetSuiteImport.decimal(Fraction.parse("100"))).isEqualTo("100");
        assertThat(NetSuiteImport.decimal(Fraction.parse("0.0000612340"))).isEqualTo("0.000061234");
        assertThat(NetSuiteImport.decimal(Fraction.of(2, 3))).isEqualTo("0.666666666666667");
    }

    private static DayJournal journal(LocalDate day, Map<Numbered, Long> nets) {
        return DayJournal.of(day, USD, nets);
    }
}
