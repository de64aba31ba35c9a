package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.exporters.books.GlLine;
import com.illuvrse.finance.exporters.dpi.SellerFactRow;
import com.illuvrse.finance.exporters.informationreturn.PaidRow;
import com.illuvrse.finance.exporters.informationreturn.SaleRow;
import com.illuvrse.finance.exporters.informationreturn.WithholdingRow;
import com.illuvrse.finance.exporters.oss.EvidenceRow;
import com.illuvrse.finance.exporters.parquet.ParquetQuery;
import com.illuvrse.finance.exporters.parquet.PayoutRow;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {

    private static final LocalDate DAY = LocalDate.parse("2026-03-02");
    private static final Currency USD = Currency.of("USD");

    @TempDir Path folder;

    private static AccountBalance balance(
            String account, String currency, long opening, long debit, long credit) {
        return new AccountBalance(
                AccountId.of(account), Currency.of(currency), opening, debit, credit);
    }

    private static Break resolved(String ref, String resolution) {
        return new Break(
                BreakType.RECORD_REJECTED,
                ref,
                DAY.minusDays(1),
                1,
                Severity.MEDIUM,
                Break.Status.RESOLVED,
                resolution,
                DAY,
                null,
                null);
    }

    private <R> Path write(CsvTable<R> table, List<R> rows) throws IOException {
        Path file = folder.resolve(table.file());
        table.write(file, rows);
        return file;
    }

    @Test
    void theTrialBalanceHasBothUnitsWithTheCurrencysDigits() throws Exception {
        Path file =
                write(
                        CsvTable.TRIAL_BALANCE,
                        List.of(
                                balance("assets:clearing:charge", "JPY", 0, 1999, 1999),
                                balance("assets:clearing:charge", "KWD", 0, 1234, 0),
                                balance("liabilities:escrow", "KWD", 0, 0, 1234),
                                balance("liabilities:escrow", "USD", -5, 3, 0)));

        assertThat(file)
                .hasContent(
                        """
                        account,currency,exponent,opening_minor,debit_minor,credit_minor,closing_minor,closing
                        assets:clearing:charge,JPY,0,0,1999,1999,0,0
                        assets:clearing:charge,KWD,3,0,1234,0,1234,1.234
                        liabilities:escrow,KWD,3,0,0,1234,-1234,-1.234
                        liabilities:escrow,USD,2,-5,3,0,-2,-0.02
                        """);
    }

    @Test
    void anEmptyTableHasItsHeader() throws Exception {
        assertThat(write(CsvTable.PAYOUTS, List.of()))
                .hasContent(
                        "batch,payee,currency,available_minor,gross_minor,withheld_minor,net_minor,"
                                + "pay_currency,pay_minor,status,reason,reference\n");
        assertThat(write(CsvTable.BREAKS, List.of()))
                .hasContent(
                        "type,ref,amount_minor,currency,severity,opened_on,age_days,status,resolution\n");
        assertThat(write(CsvTable.RECONCILIATION, List.of()))
                .hasContent(
                        "currency,balance_type,ledger_minor,stripe_minor,difference_minor,"
                                + "rows_stripe,rows_ledger\n");
    }

    @Test
    void aValueThatIsAbsentIsAnEmptyCell() throws Exception {
        PayoutRow unpaid =
                new PayoutRow(
                        "2026-03-02",
                        "c1",
                        USD,
                        -7,
                        0,
                        0,
                        0,
                        USD,
                        0,
                        "NONE",
                        PayoutReason.NEGATIVE_BALANCE,
                        null);
        Break open =
                new Break(
                        BreakType.AMOUNT_MISMATCH,
                        "o1",
                        DAY,
                        0,
                        Severity.MEDIUM,
                        Break.Status.OPEN,
                        null,
                        null,
                        null,
                        Money.of(-100, USD));

        assertThat(write(CsvTable.PAYOUTS, List.of(unpaid)))
                .content()
                .endsWith("2026-03-02,c1,USD,-7,0,0,0,USD,0,NONE,NEGATIVE_BALANCE,\n");
        assertThat(write(CsvTable.BREAKS, List.of(open)))
                .content()
                .endsWith("AMOUNT_MISMATCH,o1,-100,USD,MEDIUM,2026-03-02,0,OPEN,\n");
    }

    @Test
    void reconciliationSaysWhatWeHaveTooMuch() throws Exception {
        ReconciliationRow row = new ReconciliationRow(USD, "payments", 1000, 1010, 5, 5);

        assertThat(write(CsvTable.RECONCILIATION, List.of(row)))
                .content()
                .endsWith("USD,payments,1000,1010,-10,5,5\n");
        assertThat(row.agrees()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://x\",\"y\")",
                "+1",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "'quoted'",
                "plain, with comma",
                "a \"quote\" inside",
                "two\nlines",
                "İstanbul ½ 日本",
                " leading space",
            })
    void hostileTextComesBackAndNeverBeginsLikeAFormula(String text) throws Exception {
        Path file =
                write(CsvTable.BREAKS, List.of(resolved("orders/dt=2026-03-01/a.jsonl:3", text)));

        String cell =
                ParquetQuery.rows(
                                file,
                                "select resolution from read_csv(%s, all_varchar=true, header=true,"
                                        + " quote='\"', escape='\"', delim=',', new_line='\\n')")
                        .getFirst();

        assertThat(cell.charAt(0)).isNotIn('=', '+', '-', '@', '\t', '\r', '\n');
        assertThat(cell.startsWith("'") ? cell.substring(1) : cell).isEqualTo(text);
    }

    @Test
    void refusesAFigureThatIsNone() throws Exception {
        try (Csv csv = Csv.create(folder.resolve("x.csv"), List.of("amount"))) {
            assertThatThrownBy(() -> csv.figure("1,000.00"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found \"1,000.00\"");
        }
    }

    @Test
    void refusesARowWithTooFewCells() throws Exception {
        try (Csv csv = Csv.create(folder.resolve("x.csv"), List.of("a", "b"))) {
            csv.text("1");

            assertThatThrownBy(csv::endRow)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has 2 cells, found 1");
        }
    }

    @Test
    void refusesRowsOutOfOrder() {
        List<AccountBalance> rows =
                List.of(
                        balance("liabilities:escrow", "USD", 0, 0, 0),
                        balance("assets:clearing:charge", "USD", 0, 0, 0));

        assertThatThrownBy(() -> write(CsvTable.TRIAL_BALANCE, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows of trial-balance.csv must ascend by account, currency");
    }

    private record Fact(String text, @Nullable String amount) {}

    private static final CsvTable<Fact> FACTS =
            new CsvTable<>(
                            "facts.csv",
                            List.of(
                                    CsvColumn.text("text", Fact::text),
                                    CsvColumn.decimal("amount", Fact::amount),
                                    CsvColumn.whole("minor", fact -> Long.MIN_VALUE),
                                    CsvColumn.date("day", fact -> "2026-03-02"),
                                    CsvColumn.instant("at", fact -> "2026-03-02T12:00:00.5Z"),
                                    CsvColumn.flag("yes", fact -> "Y"),
                                    CsvColumn.text("none", fact -> "")),
                            Comparator.comparing(Fact::text),
                            "text")
                    .asFacts();

    @Test
    void factsAreCopiedIntoParquetWithTheirTypes() throws Exception {
        write(
                FACTS,
                List.of(
                        new Fact("'=1", null),
                        new Fact("=1+1", "-1.234"),
                        new Fact("\u05d9\u05e2\u05dc, \"a\"\nb", "99999999999999999999"),
                        new Fact("\u05ea", "0.123456789012345678")));
        Path copy = folder.resolve("facts.parquet");

        assertThat(
                        ParquetQuery.rows(
                                copy, "select column_name, column_type from (describe from %s)"))
                .containsExactly(
                        "text|VARCHAR",
                        "amount|DECIMAL(38,18)",
                        "minor|BIGINT",
                        "day|DATE",
                        "at|TIMESTAMP WITH TIME ZONE",
                        "yes|BOOLEAN",
                        "none|VARCHAR");
        assertThat(ParquetQuery.rows(copy, "select text, amount, minor, day, yes, none from %s"))
                .containsExactly(
                        "'=1|null|-9223372036854775808|2026-03-02|true|null",
                        "=1+1|-1.234000000000000000|-9223372036854775808|2026-03-02|true|null",
                        "\u05d9\u05e2\u05dc, \"a\"\n"
                                + "b|99999999999999999999.000000000000000000|-9223372036854775808|2026-03-02|true|null",
                        "\u05ea|0.123456789012345678|-9223372036854775808|2026-03-02|true|null");
        assertThat(ParquetQuery.rows(copy, "select epoch_us(\"at\") from %s limit 1"))
                .containsExactly("1772452800500000");
        byte[] first = Files.readAllBytes(copy);
        write(
                FACTS,
                List.of(
                        new Fact("'=1", null),
                        new Fact("=1+1", "-1.234"),
                        new Fact("\u05d9\u05e2\u05dc, \"a\"\nb", "99999999999999999999"),
                        new Fact("\u05ea", "0.123456789012345678")));
        assertThat(copy).hasBinaryContent(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000000000000001", "100000000000000000000"})
    void anAmountThatDoesNotFitIsRefused(String amount) {
        assertThatThrownBy(() -> write(FACTS, List.of(new Fact("a", amount))))
                .hasMessage(
                        "expected at most 20 digits before the point and 18 after it, found "
                                + amount);
    }

    @Test
    void aColumnOfFactsSaysItsType() {
        CsvTable<Fact> untyped =
                new CsvTable<>(
                        "facts.csv",
                        List.of(CsvColumn.figure("amount", Fact::amount)),
                        Comparator.comparing(Fact::text),
                        "text");

        assertThatThrownBy(untyped::asFacts)
                .hasMessage("column amount of facts.csv does not say what type it has in Parquet");
    }

    @Test
    void theReadmeShowsTheSchemasOfFacts() throws Exception {
        String pages =
                Stream.of(
                                GlLine.TABLE,
                                SaleRow.TABLE,
                                PaidRow.TABLE,
                                WithholdingRow.TABLE,
                                EvidenceRow.TABLE,
                                SellerFactRow.TABLE)
                        .map(CsvTable::schemaPage)
                        .collect(Collectors.joining());

        assertThat(Files.readString(Path.of("README.md"))).contains(pages);
    }
}
