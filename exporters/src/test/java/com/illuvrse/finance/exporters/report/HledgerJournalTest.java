package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HledgerJournalTest {

    private static final LocalDate DAY = LocalDate.parse("2026-03-02");
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir Path folder;

    private static JournalEntry.Draft moved(
            String key, LocalDate bookedOn, long amount, String currency) {
        return JournalEntry.of(SourceKey.of("journal", key), bookedOn, NOON)
                .debit(AccountId.of("assets:bank:main"), Money.of(amount, Currency.of(currency)))
                .credit(AccountId.of("equity:opening"), Money.of(amount, Currency.of(currency)));
    }

    private Path write(LocalDate day, long firstSeq, List<JournalEntry> entries)
            throws IOException {
        Path file = folder.resolve(day + ".hledger");
        try (HledgerJournal journal =
                HledgerJournal.create(file, "ledger.example.com/marketplace-test", day)) {
            long seq = firstSeq;
            for (JournalEntry entry : entries) {
                journal.write(seq++, entry);
            }
        }
        return file;
    }

    @Test
    void anEntryWithoutAPlaceIsWrittenWithoutANumber() throws Exception {
        StringWriter text = new StringWriter();
        JournalEntry entry = moved("j1", DAY, 2159, "USD").build();
        JournalEntry other = moved("j2", DAY.plusDays(1), 1, "USD").build();

        try (HledgerJournal journal = HledgerJournal.unplaced(text, DAY)) {
            journal.comment("by a person");
            journal.write(entry);
            assertThatThrownBy(() -> journal.write(other))
                    .hasMessageContaining("but this is the journal of 2026-03-02");
        }

        assertThat(text)
                .hasToString(
                        """
                        ; by a person

                        commodity USD 1000.00

                        2026-03-02 journal:j1
                            ; entry:%s
                            assets:bank:main    USD 21.59
                            equity:opening    USD -21.59

                        """
                                .formatted(entry.id()));
    }

    @Test
    void anEntryIsATransactionOnTheDayItIsBooked() throws Exception {
        JournalEntry late =
                moved("j1", DAY, 2159, "USD").effectiveOn(DAY.minusDays(1)).memo("Opening").build();

        Path file = write(DAY, 17, List.of(late));

        assertThat(file)
                .hasContent(
                        """
                        ; ledger.example.com/marketplace-test, 2026-03-02

                        decimal-mark .

                        commodity USD 1000.00

                        2026-03-02=2026-03-01 (17) journal:j1 | Opening
                            ; entry:%s
                            assets:bank:main    USD 21.59
                            equity:opening    USD -21.59

                        """
                                .formatted(late.id()));
    }

    @Test
    void hledgerAcceptsTheDaysOneBehindTheOtherAndFindsTheBalances() throws Exception {
        Hledger.requireInstalled();
        JournalEntry exchange =
                moved("j4", DAY.plusDays(1), 1_234, "KWD")
                        .debit(AccountId.of("equity:trading:fx"), Money.of(7, Currency.of("JPY")))
                        .credit(AccountId.of("liabilities:escrow"), Money.of(7, Currency.of("JPY")))
                        .build();
        JournalEntry zeroMovement =
                JournalEntry.of(new SourceKey("stripe:acct_1:bt:txn_0"), DAY, NOON).build();
        Path first =
                write(
                        DAY,
                        1,
                        List.of(
                                moved("j1", DAY, 100, "USD").build(),
                                moved("j2", DAY, 1_000, "KWD").build(),
                                zeroMovement,
                                moved("j3", DAY, 1_999_999, "JPY")
                                        .effectiveOn(DAY.minusDays(40))
                                        .build()));
        Path second = write(DAY.plusDays(1), 5, List.of(exchange));

        Path all = folder.resolve("all.hledger");
        Files.writeString(all, Files.readString(first) + Files.readString(second));

        assertThat(Hledger.run(all, "check")).isEmpty();
        assertThat(Hledger.run(all, "check", "balancednoautoconversion", "commodities")).isEmpty();
        assertThat(Hledger.balances(all))
                .containsExactlyInAnyOrder(
                        "assets:bank:main|JPY|1999999",
                        "assets:bank:main|KWD|2.234",
                        "assets:bank:main|USD|1.00",
                        "equity:opening|JPY|-1999999",
                        "equity:opening|KWD|-2.234",
                        "equity:opening|USD|-1.00",
                        "equity:trading:fx|JPY|7",
                        "liabilities:escrow|JPY|-7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "; date:2020-01-01",
                "two\n2020-01-01 lines\n    assets:bank:main  USD 5",
                "[2020-01-01=2020-01-02]",
                "; [2020-13-45]",
                "(code) ! * | more",
                "tab\tand\u2028separator",
                "Zürich İ 日本",
            })
    void noMemoCanChangeTheBooks(String memo) throws Exception {
        Hledger.requireInstalled();

        Path file = write(DAY, 1, List.of(moved("j1", DAY, 100, "USD").memo(memo).build()));

        assertThat(Hledger.run(file, "check")).isEmpty();
        assertThat(Hledger.run(file, "print", "--output-format=csv", "date:2026-03-02").lines())
                .hasSize(3);
        assertThat(Hledger.balances(file))
                .containsExactlyInAnyOrder("assets:bank:main|USD|1.00", "equity:opening|USD|-1.00");
    }

    @Test
    void refusesAnEntryOfAnotherDayOrOutOfItsPlace() {
        JournalEntry entry = moved("j1", DAY, 100, "USD").build();
        JournalEntry other = moved("j2", DAY.plusDays(1), 100, "USD").build();

        assertThatThrownBy(() -> write(DAY, 1, List.of(entry, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "entry journal:j2 is booked on 2026-03-03,"
                                + " but this is the journal of 2026-03-02");
        assertThatThrownBy(() -> write(DAY, 0, List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the order of their places, found 0");
    }
}
