package com.illuvrse.finance.exporters.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.exporters.report.Header;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as files, and payments, guarantees and journals one by one. */
class StatementFilesTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency JPY = Currency.of("JPY");
    private static final LocalDate DAY = LocalDate.parse("2026-03-10");
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Period MARCH = Period.parse("2026-03");

    @TempDir Path folder;

    @Test
    void theHeaderIsTheAccountantsFile() throws Exception {
        write(block(USD, List.of()));

        assertThat(Files.readString(folder.resolve("statement.csv")))
                .startsWith(String.join(",", Header.of("creator_statement_lines")) + "\n");
        assertThat(StatementFiles.columns()).isEqualTo(Header.of("creator_statement_lines"));
        assertThatThrownBy(() -> Header.of("creator_poems")).hasMessageContaining("no header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "a \"b\", c",
                "two\nlines",
                "\u05e9\u05dc\u05d5\u05dd"
            })
    void wordsStayWordsInBothFiles(String words) throws Exception {
        write(block(USD, lines(adjustment(700), null, words)));

        String csv = Files.readString(folder.resolve("statement.csv"));
        boolean formula = "=+-@\t\r".indexOf(words.charAt(0)) >= 0;
        String cell = formula ? "'" + words : words;
        boolean quotes = cell.chars().anyMatch(c -> c < ' ' || c == '"' || c == ',');
        String text = quotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
        assertThat(csv).contains(",7.00,7.00,," + text + ",");
        String json =
                words.replace("\"", "\\\"")
                        .replace("\t", "\\u0009")
                        .replace("\r", "\\u000d")
                        .replace("\n", "\\u000a");
        assertThat(Files.readString(folder.resolve("statement.json")))
                .contains("\"reference\":\"" + json + "\"");
    }

    @Test
    void aBlockForEachCurrencyInItsOwnDigits() throws Exception {
        CurrencyBlock yen = new CurrencyBlock(JPY, new Holdings(500, 0, 0, 0), List.of(), 0, 0);

        write(yen, block(USD, lines(adjustment(-700), null, null)));

        assertThat(Files.readAllLines(folder.resolve("statement.csv")).stream().map(this::short_))
                .containsExactly(
                        "currency line_no kind payable_change balance_after",
                        "JPY 1 OPENING  500",
                        "JPY 2 CLOSING  500",
                        "USD 3 OPENING  0.00",
                        "USD 4 ADJUSTMENT -7.00 -7.00",
                        "USD 5 CLOSING  -7.00");
    }

    private String short_(String row) {
        String[] cells = row.split(",", -1);
        return String.join(" ", cells[3], cells[4], cells[7], cells[23], cells[24]);
    }

    @Test
    void aPayoutShowsWhatWasWithheldAndHowFarItIs() {
        JournalEntry payout =
                entry("payout:2026-03-10:c1:USD")
                        .debit(Accounts.payable("c1"), usd(1000))
                        .credit(Accounts.withholding("US"), usd(240))
                        .credit(Accounts.PAYOUTS_CLEARING, usd(760))
                        .build();
        JournalEntry back =
                entry("payout-return:2026-03-10:c1:USD:txn_9")
                        .debit(Accounts.withholding("US"), usd(240))
                        .debit(Accounts.PAYOUTS_CLEARING, usd(760))
                        .credit(Accounts.payable("c1"), usd(1000))
                        .build();
        Payment sent = new Payment("c1", Payment.Status.SENT, "tr_1");
        Payment returned = new Payment("c1", Payment.Status.RETURNED, "tr_1");
        List<StatementLine> lines = new ArrayList<>(lines(payout, sent, null));
        assertThat(new CurrencyBlock(USD, Holdings.NONE, lines, 0, 0).lines().getFirst().payout())
                .isEqualTo(new StatementLine.Payout("2026-03-10:c1:USD", 240, Payment.Status.SENT));

        lines.addAll(lines(back, returned, null));
        CurrencyBlock block = new CurrencyBlock(USD, Holdings.NONE, lines, 0, 0);

        assertThat(block.lines())
                .extracting(StatementLine::kind)
                .containsExactly(StatementKind.PAYOUT, StatementKind.PAYOUT_RETURN);
        assertThat(block.lines())
                .extracting(line -> payout(line).status())
                .containsOnly(Payment.Status.RETURNED);
        assertThat(block.lines())
                .extracting(line -> payout(line).withheld())
                .containsExactly(240L, -240L);
        assertThat(block.closing()).isEqualTo(Holdings.NONE);
    }

    @Test
    void anAdvancePaidByHandIsItsOwnLine() {
        JournalEntry advance =
                entry("journal:j-1")
                        .debit(Accounts.advance("K1"), usd(500))
                        .credit(Accounts.bank("operating"), usd(500))
                        .build();

        List<StatementLine> lines =
                new CreatorEntry("c1", USD, advance, Set.of("K1"), null, null, "for the book")
                        .lines(StatementFilesTest::noContract);

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().kind()).isEqualTo(StatementKind.ADVANCE);
        assertThat(lines.getFirst().change()).isEqualTo(new Holdings(0, 0, 0, 500));
        assertThat(lines.getFirst().reference()).isEqualTo("for the book");
    }

    @Test
    void wordsAboutSeveralCreatorsAreShownToNone() {
        JournalEntry both =
                entry("journal:j-2")
                        .debit(Accounts.COMMISSION, usd(300))
                        .credit(Accounts.payable("c1"), usd(100))
                        .credit(Accounts.payable("c2"), usd(200))
                        .build();

        StatementLine line = lines(both, null, "c2 gets twice as much").getFirst();

        assertThat(line.change()).isEqualTo(new Holdings(100, 0, 0, 0));
        assertThat(line.reference()).isNull();
    }

    @Test
    void aPaymentToAnotherIsNotOnes() {
        JournalEntry journal =
                entry("journal:j-3")
                        .debit(Accounts.payable("c1"), usd(100))
                        .debit(Accounts.payable("c2"), usd(200))
                        .credit(Accounts.bank("operating"), usd(300))
                        .build();
        Payment toTheOther = new Payment("c2", Payment.Status.SETTLED, "WIRE 1");

        assertThat(lines(journal, toTheOther, null).getFirst().kind())
                .isEqualTo(StatementKind.ADJUSTMENT);
        assertThat(lines(journal, toTheOther, null).getFirst().reference()).isNull();
    }

    @Test
    void blocksStandOnceAndInOrder() {
        assertThatThrownBy(() -> write(block(USD, List.of()), block(JPY, List.of())))
                .hasMessageContaining("ascend by currency");
    }

    private void write(CurrencyBlock... blocks) throws Exception {
        StatementProof proof = new StatementProof("ledger", 31, "ab".repeat(32), "cd".repeat(32));
        StatementFiles.write(
                folder, new Statement("c1", MARCH, MARCH.lastDay(), List.of(blocks), proof));
    }

    private static StatementLine.Payout payout(StatementLine line) {
        return Objects.requireNonNull(line.payout());
    }

    private static CurrencyBlock block(Currency currency, List<StatementLine> lines) {
        return new CurrencyBlock(currency, Holdings.NONE, lines, 0, 0);
    }

    private static List<StatementLine> lines(
            JournalEntry entry,
            @org.jspecify.annotations.Nullable Payment payment,
            @org.jspecify.annotations.Nullable String words) {
        return new CreatorEntry("c1", USD, entry, Set.of(), null, payment, words)
                .lines(StatementFilesTest::noContract);
    }

    private static com.illuvrse.finance.royalty.Contract noContract(String id, int version) {
        throw new AssertionError("nobody asks for " + id + " " + version);
    }

    private static JournalEntry adjustment(long minor) {
        return entry("journal:j-9")
                .debit(Accounts.COMMISSION, usd(minor))
                .credit(Accounts.payable("c1"), usd(minor))
                .build();
    }

    private static JournalEntry.Draft entry(String source) {
        return JournalEntry.of(new SourceKey(source), DAY, NOON);
    }

    private static Money usd(long minor) {
        return Money.of(minor, USD);
    }
}
