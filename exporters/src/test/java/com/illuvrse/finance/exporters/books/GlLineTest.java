package com.illuvrse.finance.exporters.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlLineTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-26");
    private static final Books BOOKS =
            new Books(
                    "main",
                    Period.parse("2026-11"),
                    LocalDate.parse("2026-11-30"),
                    new FiscalYear(1),
                    Currency.of("USD"));

    @TempDir Path folder;

    @Test
    void wordsOfOthersAreTextInASpreadsheet() throws Exception {
        String memo = "=1+2, \"a\"\nשלום";

        assertThat(row(entry(memo).build(), "u-1", null))
                .contains(",\"'=1+2, \"\"a\"\"\nשלום\",assets:bank:operating order=o-1 payee=c1,")
                .contains(",JOURNAL,main,2026-11-26,2026,M11,1000,12.34,D,EUR,13.57,USD,,,u-1,");
    }

    @Test
    void textsAreNoLongerThanTheStandardAllows() throws Exception {
        String memo = "x".repeat(999) + "\ud83d\ude00";

        String row = row(entry(memo).build(), "u".repeat(30), null);

        assertThat(row).contains("," + "x".repeat(999) + ",").contains("," + "u".repeat(25) + ",");
    }

    @Test
    void aReversalNamesTheEntryItTakesBack() throws Exception {
        EntryId first = EntryId.of(new SourceKey("journal:first"));

        assertThat(row(entry(null).reverses(first).build(), "u-1", null))
                .endsWith(",1," + first + "\n");
        assertThat(row(entry(null).build(), "u-1", first)).endsWith(",2," + first + "\n");
        assertThat(row(entry(null).build(), "u-1", null)).endsWith(",,\n");
    }

    private static JournalEntry.Draft entry(@Nullable String memo) {
        return JournalEntry.of(new SourceKey("journal:j"), DAY, Instant.EPOCH)
                .debit(AccountId.of("assets:bank:operating"), Money.of(1_234, Currency.of("EUR")))
                .credit(AccountId.of("revenue:commission"), Money.of(1_234, Currency.of("EUR")))
                .ref("order", "o-1")
                .ref("payee", "c1")
                .ref("bt", "txn_1")
                .memo(memo);
    }

    private String row(JournalEntry entry, String enteredBy, @Nullable EntryId reversedBy)
            throws Exception {
        Path file = folder.resolve("gl-detail.csv");
        try (CsvTable.Rows<GlLine> rows = GlLine.TABLE.writeTo(file)) {
            rows.write(
                    new GlLine(
                            BOOKS,
                            new BookedEntry(entry, enteredBy, null, null, reversedBy),
                            1,
                            "1000",
                            Money.of(1_357, Currency.of("USD"))));
        }
        String text = Files.readString(file);
        return text.substring(text.indexOf('\n') + 1);
    }
}
