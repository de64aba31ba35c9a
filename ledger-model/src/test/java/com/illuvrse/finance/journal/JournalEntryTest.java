package com.illuvrse.finance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalEntryTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123456Z");

    private static JournalEntry.Draft entry() {
        return JournalEntry.of(SourceKey.of("journal", "j-1"), DAY, NOON);
    }

    private static Money usd(long minor) {
        return Money.of(minor, USD);
    }

    @Test
    void cannotBeBuiltUnbalanced() {
        JournalEntry.Draft draft =
                entry().debit(Accounts.ESCROW, usd(100)).credit(Accounts.COMMISSION, usd(99));

        assertThatThrownBy(draft::build)
                .isInstanceOf(UnbalancedEntryException.class)
                .hasMessage(
                        "entry journal:j-1 must balance in every currency; debits less credits are USD 0.01");
    }

    @Test
    void mustBalanceInEveryCurrencyByItself() {
        JournalEntry.Draft draft =
                entry().debit(Accounts.ESCROW, usd(100))
                        .credit(Accounts.ESCROW, Money.of(100, EUR));

        assertThatThrownBy(draft::build).isInstanceOf(UnbalancedEntryException.class);
    }

    @Test
    void addsAmountsOfOneSideAndLeavesOutZeros() {
        JournalEntry entry =
                entry().credit(Accounts.COMMISSION, usd(30))
                        .debit(Accounts.ESCROW, usd(10))
                        .debit(Accounts.ESCROW, usd(20))
                        .debit(Accounts.FX_LOSS, usd(0))
                        .build();

        assertThat(entry.postings())
                .containsExactly(
                        new Posting(Accounts.ESCROW, Side.D, usd(30)),
                        new Posting(Accounts.COMMISSION, Side.C, usd(30)));
    }

    @Test
    void doesNotNetOppositeSides() {
        JournalEntry entry =
                entry().debit(Accounts.ESCROW, usd(10)).credit(Accounts.ESCROW, usd(10)).build();

        assertThat(entry.postings()).hasSize(2);
    }

    @Test
    void negativeAmountsChangeSides() {
        JournalEntry entry =
                entry().debit(Accounts.ESCROW, usd(-10))
                        .credit(Accounts.COMMISSION, usd(-10))
                        .build();

        assertThat(entry.postings())
                .containsExactly(
                        new Posting(Accounts.COMMISSION, Side.D, usd(10)),
                        new Posting(Accounts.ESCROW, Side.C, usd(10)));
        assertThat(entry.postings().getLast().signedMinor()).isEqualTo(-10);
    }

    @Test
    void cutsInstantsToMilliseconds() {
        assertThat(entry().build().occurredAt())
                .isEqualTo(Instant.parse("2026-03-02T12:00:00.123Z"));
    }

    @Test
    void isLateWhenItsFactIsOlderThanItsDay() {
        assertThat(entry().effectiveOn(DAY.minusDays(1)).build().late()).isTrue();
        assertThat(entry().build().late()).isFalse();
        assertThatThrownBy(() -> entry().effectiveOn(DAY.plusDays(1)).build())
                .hasMessageContaining("after it is booked on 2026-03-02");
    }

    @Test
    void overflowingSumsThrow() {
        JournalEntry.Draft draft =
                entry().debit(Accounts.ESCROW, usd(Long.MAX_VALUE))
                        .debit(Accounts.ESCROW, usd(1))
                        .credit(Accounts.COMMISSION, usd(1));

        assertThatThrownBy(draft::build).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "-a", "a b", "ä", "a\n"})
    void keysAreMadeOfLegalIdsOnly(String id) {
        assertThatThrownBy(() -> SourceKey.of("journal", id))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keyDecidesTheId() {
        assertThat(SourceKey.of("journal", "op-1").entryId())
                .hasToString("2dc0a94f-c8a1-8e6d-a0ff-8f31d657abef");
    }
}
