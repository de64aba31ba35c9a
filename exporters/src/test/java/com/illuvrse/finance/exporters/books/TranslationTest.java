package com.illuvrse.finance.exporters.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-26");
    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");

    @Test
    void theWholeIsRoundedOnceAndSharedByLargestRemainder() {
        JournalEntry entry =
                entry().debit(account("a"), eur(941))
                        .debit(account("b"), eur(59))
                        .credit(account("c"), eur(1_000))
                        .build();

        assertThat(translated(entry, "1.1000")).containsExactly(1_035L, 65L, 1_100L);
    }

    @Test
    void aTieGoesToTheEarlierLine() {
        JournalEntry entry =
                entry().debit(account("a"), eur(1))
                        .debit(account("b"), eur(1))
                        .credit(account("c"), eur(2))
                        .build();

        assertThat(translated(entry, "0.5")).containsExactly(1L, 0L, 1L);
    }

    @Test
    void linesInTheReportingCurrencyStayAsTheyAre() {
        JournalEntry entry =
                entry().debit(account("a"), eur(100))
                        .debit(account("b"), Money.of(7, Currency.of("USD")))
                        .credit(account("c"), eur(100))
                        .credit(account("d"), Money.of(7, Currency.of("USD")))
                        .build();

        assertThat(translated(entry, "1.5")).containsExactly(150L, 7L, 150L, 7L);
    }

    @Test
    void yenHaveNoCents() {
        JournalEntry entry =
                entry().debit(account("a"), Money.of(1_000, Currency.of("JPY")))
                        .credit(account("c"), Money.of(1_000, Currency.of("JPY")))
                        .build();
        DayRates rates =
                new DayRates(
                        List.of(new ReferenceRate(DAY, Currency.of("JPY"), USD, "0.006549", "ECB")),
                        7);

        assertThat(
                        Translation.of(entry, USD, of -> rates.of(of, USD, DAY)).amounts().stream()
                                .map(each -> each == null ? "" : each.toMajor()))
                .containsExactly("6.55", "6.55");
    }

    @Test
    void aLineWithoutARateHasNoAmount() {
        JournalEntry entry =
                entry().debit(account("a"), eur(100)).credit(account("c"), eur(100)).build();

        Translation translated = Translation.of(entry, USD, of -> Optional.empty());

        assertThat(translated.amounts()).containsExactly(null, null);
        assertThat(translated.missing()).containsExactly(EUR);
    }

    @Test
    void noEntryLosesItsBalance() {
        Random random = new Random(20261127);
        for (int n = 0; n < 500; n++) {
            JournalEntry.Draft draft = entry();
            long sum = 0;
            int lines = 1 + random.nextInt(6);
            for (int i = 0; i < lines; i++) {
                long amount = 1L + random.nextInt(5_000);
                sum += amount;
                draft.debit(account("d" + i), eur(amount));
            }
            long first = random.nextLong(sum);
            draft.credit(account("c1"), eur(first)).credit(account("c2"), eur(sum - first));
            JournalEntry entry = draft.build();
            List<Long> amounts = translated(entry, "1." + random.nextInt(10_000));
            long balance = 0;
            for (int i = 0; i < amounts.size(); i++) {
                Posting posting = entry.postings().get(i);
                balance += posting.side() == Side.D ? amounts.get(i) : -amounts.get(i);
            }
            assertThat(balance).isZero();
        }
    }

    private static List<Long> translated(JournalEntry entry, String rate) {
        DayRates rates = new DayRates(List.of(new ReferenceRate(DAY, EUR, USD, rate, "ECB")), 7);
        java.util.function.Function<Currency, Optional<DayRate>> of =
                currency -> rates.of(currency, USD, DAY);
        return Translation.of(entry, USD, of).amounts().stream()
                .map(each -> each == null ? -1L : each.minor())
                .toList();
    }

    private static JournalEntry.Draft entry() {
        return JournalEntry.of(new SourceKey("journal:j"), DAY, Instant.EPOCH);
    }

    private static AccountId account(String name) {
        return AccountId.of("assets:" + name);
    }

    private static Money eur(long minor) {
        return Money.of(minor, EUR);
    }
}
