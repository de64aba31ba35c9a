package com.illuvrse.finance.exporters.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.invoice.Buyer;
import com.illuvrse.finance.invoice.InvoiceNumber;
import com.illuvrse.finance.invoice.InvoiceRow;
import com.illuvrse.finance.invoice.InvoiceStatus;
import com.illuvrse.finance.invoice.InvoiceStepRow;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Fee;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

    private static final LocalDate DAY = LocalDate.parse("2026-03-02");
    private static final SealedDay SEALED =
            new SealedDay("ledger.example.com/marketplace-test", DAY, "ab".repeat(32));
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123Z");
    private static final Currency USD = Currency.of("USD");
    private static final Currency KWD = Currency.of("KWD");

    @TempDir Path folder;

    private static JournalEntry sale(int number, long amount, Currency currency) {
        return JournalEntry.of(SourceKey.of("sale", "o" + number, "txn_" + number), DAY, NOON)
                .effectiveOn(DAY.minusDays(number % 2))
                .ref("order", "o" + number)
                .debit(AccountId.of("assets:clearing:charge"), Money.of(amount, currency))
                .credit(AccountId.of("liabilities:escrow"), Money.of(amount, currency))
                .build();
    }

    private static List<PostingRow> postings(int entries) {
        List<PostingRow> rows = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            rows.addAll(PostingRow.of(sale(i, 1000 + i, i % 2 == 0 ? USD : KWD)));
        }
        rows.sort(PostingRow.ORDER);
        return rows;
    }

    private <R> Path write(String name, Dataset<R> dataset, List<R> rows) throws IOException {
        Path file = folder.resolve(name).resolve(dataset.path());
        try (DatasetWriter<R> writer = dataset.writeTo(file, SEALED)) {
            for (R row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    @Test
    void anotherReaderFindsTheSameSums() throws Exception {
        Path file = write("sums", Dataset.POSTINGS, postings(1000));

        List<String> sums =
                ParquetQuery.rows(
                        file,
                        """
                        select account, currency, exponent, sum(amount_minor), count(*)
                        from %s group by all order by all\
                        """);

        assertThat(sums)
                .containsExactly(
                        "assets:clearing:charge|KWD|3|750000|500",
                        "assets:clearing:charge|USD|2|749500|500",
                        "liabilities:escrow|KWD|3|-750000|500",
                        "liabilities:escrow|USD|2|-749500|500");
    }

    @Test
    void anotherReaderFindsTheTypesAsTheyAreMeant() throws Exception {
        Path file = write("types", Dataset.POSTINGS, postings(1));

        List<String> types =
                ParquetQuery.rows(file, "select column_name, column_type from (describe from %s)");

        assertThat(types)
                .containsExactly(
                        "booked_on|DATE",
                        "entry_id|VARCHAR",
                        "line|INTEGER",
                        "effective_on|DATE",
                        "occurred_at|TIMESTAMP WITH TIME ZONE",
                        "account|VARCHAR",
                        "currency|VARCHAR",
                        "exponent|INTEGER",
                        "amount_minor|BIGINT",
                        "source_key|VARCHAR",
                        "order_id|VARCHAR",
                        "payee|VARCHAR",
                        "contract|VARCHAR",
                        "stripe_id|VARCHAR");
    }

    @Test
    void keepsDatesInstantsAndAbsentValues() throws Exception {
        Path file = write("values", Dataset.POSTINGS, PostingRow.of(sale(1, 2159, USD)));

        List<String> row =
                ParquetQuery.rows(
                        file,
                        """
                        select booked_on, effective_on, epoch_us(occurred_at), order_id, payee
                        from %s where line = 1\
                        """);

        assertThat(row).containsExactly("2026-03-02|2026-03-01|1772452800123000|o1|null");
    }

    @Test
    void namesItsLedgerDaySchemaAndSegment() throws Exception {
        Path file = write("metadata", Dataset.BREAKS, List.of());

        List<String> metadata =
                ParquetQuery.rows(
                        file,
                        """
                        select decode(key), decode(value) from parquet_kv_metadata(%s)
                        where decode(key) not like 'writer%' order by all\
                        """);

        assertThat(metadata)
                .containsExactly(
                        "day|2026-03-02",
                        "ledger|ledger.example.com/marketplace-test",
                        "manifestId|" + "ab".repeat(32),
                        "schema|breaks/1");
    }

    @Test
    void theSameRowsGiveTheSameBytes() throws Exception {
        List<PostingRow> rows = postings(30_000);

        Path first = write("first", Dataset.POSTINGS, rows);
        Path second = write("second", Dataset.POSTINGS, rows);

        assertThat(first).hasSameBinaryContentAs(second);
        assertThat(ParquetQuery.rows(first, "select count(*) from %s")).containsExactly("60000");
    }

    @Test
    void writesEntriesWithTheLineThatWasSealed() throws Exception {
        EntryRow late = EntryRow.of(7, sale(1, 5, USD), "{\"memo\":\"Zürich \\\"x\\\"\"}");

        Path file = write("entries", Dataset.ENTRIES, List.of(late));

        assertThat(ParquetQuery.rows(file, "select seq, late, memo, canonical from %s"))
                .containsExactly("7|true|null|{\"memo\":\"Zürich \\\"x\\\"\"}");
    }

    @Test
    void writesBalancesPayoutsAndBreaks() throws Exception {
        AccountBalance escrow =
                new AccountBalance(AccountId.of("liabilities:escrow"), KWD, -1000, 200, 300);
        PayoutRow paid =
                new PayoutRow(
                        "2026-03-02",
                        "c1",
                        USD,
                        900,
                        900,
                        90,
                        810,
                        USD,
                        810,
                        "SENT",
                        PayoutReason.PAID,
                        "tr_1");
        Break open =
                new Break(
                        BreakType.PAYMENT_WITHOUT_ORDER,
                        "txn_9",
                        DAY.minusDays(3),
                        3,
                        Severity.MEDIUM,
                        Break.Status.OPEN,
                        null,
                        null,
                        AccountId.of("assets:clearing:charge"),
                        Money.of(-500, KWD));

        Path balances = write("day", Dataset.BALANCES, List.of(escrow));
        Path payouts = write("day", Dataset.PAYOUTS, List.of(paid));
        Path breaks = write("day", Dataset.BREAKS, List.of(open));

        assertThat(ParquetQuery.rows(balances, "from %s"))
                .containsExactly("2026-03-02|liabilities:escrow|KWD|3|-1000|200|300|-1100");
        assertThat(ParquetQuery.rows(payouts, "from %s"))
                .containsExactly(
                        "2026-03-02|2026-03-02|c1|USD|2|900|900|90|810|USD|2|810|SENT|PAID|tr_1");
        assertThat(ParquetQuery.rows(breaks, "from %s"))
                .containsExactly(
                        "2026-03-02|PAYMENT_WITHOUT_ORDER|txn_9|assets:clearing:charge|KWD|3|-500"
                                + "|MEDIUM|2026-02-27|3|OPEN|null|null");
    }

    @Test
    void writesBalanceTransactionsInStripesWords() throws Exception {
        BalanceTransaction row =
                new BalanceTransaction(
                        "acct_test",
                        "txn_1",
                        "charge",
                        "charge",
                        "payments",
                        USD,
                        NOON,
                        NOON.plusSeconds(86_400),
                        2159,
                        93,
                        2066,
                        List.of(new Fee("stripe_fee", 93, USD)),
                        "1.0862",
                        Money.of(1988, Currency.of("EUR")),
                        Links.of("ch_1", "ch_1", "o1"));

        Path file = write("rows", Dataset.BALANCE_TRANSACTIONS, List.of(row));

        assertThat(
                        ParquetQuery.rows(
                                file,
                                """
                                select id, balance_type, amount_minor, fee_minor, net_minor,
                                    exchange_rate, charge, order_id, presentment_currency, presentment_minor
                                from %s\
                                """))
                .containsExactly("txn_1|payments|2159|93|2066|1.0862|ch_1|o1|EUR|1988");
    }

    private static InvoiceRow invoiced(
            String series, long number, int part, @Nullable String credits, long net, long tax) {
        return new InvoiceRow(
                new InvoiceNumber(series, 2026, number),
                part,
                credits == null ? "INVOICE" : "CREDIT_NOTE",
                credits,
                credits == null ? "SALE" : "REFUND",
                "o1",
                "sale:o1:txn_1",
                DAY,
                DAY.minusDays(1),
                InvoiceStatus.PAID,
                new Buyer("DE", null, "vault:b"),
                null,
                "1",
                "goods",
                "DE",
                "0.19",
                Currency.of("EUR"),
                net,
                net,
                tax);
    }

    @Test
    void writesDocumentsThatCanBeAddedUp() throws Exception {
        List<InvoiceRow> rows =
                List.of(
                        invoiced("DE", 9, 1, null, 10_000, 1_900),
                        invoiced("DE", 10, 1, null, 500, 95),
                        invoiced("DE", 10, 2, null, 0, 5),
                        invoiced("DE-CREDIT", 1, 1, "DE-2026-000009", -1_000, -190));

        Path file = write("invoices", Dataset.INVOICES, rows);

        assertThat(
                        ParquetQuery.rows(
                                file,
                                "select sum(net_minor), sum(tax_minor), sum(total_minor) from %s"))
                .containsExactly("9500|1810|11310");
        assertThat(
                        ParquetQuery.rows(
                                file,
                                "select number, kind, credits, tax_point from %s where series_number = 1"))
                .containsExactly("DE-CREDIT-2026-000001|CREDIT_NOTE|DE-2026-000009|2026-03-01");
        assertThatThrownBy(() -> write("descending", Dataset.INVOICES, rows.reversed()))
                .hasMessageContaining("must ascend by series, series_number, part");
    }

    @Test
    void writesTheStepsOfInvoices() throws Exception {
        Path file =
                write(
                        "steps",
                        Dataset.INVOICE_STEPS,
                        List.of(
                                new InvoiceStepRow("o1", 1, 1, InvoiceStatus.DRAFTED, null, null),
                                new InvoiceStepRow(
                                        "o1",
                                        1,
                                        2,
                                        InvoiceStatus.ISSUED,
                                        "DE-2026-000001",
                                        "sale:o1:txn_1")));

        assertThat(ParquetQuery.rows(file, "from %s"))
                .containsExactly(
                        "2026-03-02|o1|1|1|DRAFTED|null|null",
                        "2026-03-02|o1|1|2|ISSUED|DE-2026-000001|sale:o1:txn_1");
    }

    @Test
    void refusesRowsOutOfOrderAndRowsTwice() {
        List<PostingRow> rows = postings(2);

        assertThatThrownBy(() -> write("descending", Dataset.POSTINGS, rows.reversed()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows of postings must ascend by entry_id, line");
        assertThatThrownBy(
                        () -> write("twice", Dataset.POSTINGS, List.of(rows.get(0), rows.get(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows of postings must ascend by entry_id, line");
    }

    @Test
    void entryIdsAscendAsText() {
        List<EntryId> ids = postings(200).stream().map(PostingRow::entryId).distinct().toList();

        assertThat(ids).isSortedAccordingTo(Comparator.comparing(EntryId::toString));
    }

    @Test
    void theReadmeShowsTheSchemasAsTheyAre() throws Exception {
        String readme = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);

        assertThat(readme).contains(Dataset.schemaPage());
    }
}
