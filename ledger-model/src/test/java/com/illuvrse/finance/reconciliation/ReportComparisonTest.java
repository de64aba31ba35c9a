package com.illuvrse.finance.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportComparisonTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Currency USD = Currency.of("USD");
    private static final Currency JPY = Currency.of("JPY");
    private static final ItemisedRow OURS = row(USD, 10_800, 343, 10_457, "charge");

    @Test
    void theSameRowOnBothSidesIsNoFinding() {
        assertThat(ReportComparison.difference(OURS, row(USD, 10_800, 343, 10_457, "charge"), DAY))
                .isEmpty();
    }

    @Test
    void everyFigureOfARowIsCompared() {
        assertThat(amount(row(USD, 10_801, 343, 10_458, "charge"))).isEqualTo(usd(-1));
        assertThat(amount(row(USD, 10_800, 345, 10_455, "charge"))).isEqualTo(usd(2));
        assertThat(amount(row(USD, 10_801, 344, 10_457, "charge"))).isEqualTo(usd(0));
        assertThat(amount(row(USD, 10_800, 343, 10_457, "refund"))).isEqualTo(usd(0));
        assertThat(amount(row(JPY, 10_800, 343, 10_457, "charge"))).isEqualTo(usd(10_457));
    }

    @Test
    void aDifferenceNamesBothSides() {
        Finding found =
                ReportComparison.difference(OURS, row(USD, 10_800, 345, 10_455, "charge"), DAY)
                        .orElseThrow();

        assertThat(found.type()).isEqualTo(BreakType.REPORT_MISMATCH);
        assertThat(found.ref()).isEqualTo("txn_1");
        assertThat(found.account()).isNull();
        assertThat(found.detail())
                .isEqualTo(
                        "we booked txn_1 with USD 108.00 gross, USD 3.43 fee, USD 104.57 net, category charge;"
                                + " Stripe's report of 2026-03-02 (UTC) has it with USD 108.00 gross, USD 3.45 fee,"
                                + " USD 104.55 net, category charge");
    }

    @Test
    void aRowOnlyStripeHasIsMissingInOurBooks() {
        Finding found = ReportComparison.onlyInTheReport(OURS, DAY);

        assertThat(found.amount()).isEqualTo(usd(-10_457));
        assertThat(found.detail())
                .startsWith("Stripe's report of 2026-03-02 (UTC) has txn_1 with USD 108.00 gross")
                .endsWith("its list has not shown it to us");
    }

    @Test
    void aRowOnlyWeHaveIsTooMuchInOurBooks() {
        Finding found = ReportComparison.onlyInOurRows(OURS, DAY);

        assertThat(found.amount()).isEqualTo(usd(10_457));
        assertThat(found.detail()).endsWith("Stripe's report of 2026-03-02 (UTC) does not have it");
    }

    @Test
    void aMismatchIsGraveEndsByItselfAndLocksNoPayout() {
        Finding found = ReportComparison.onlyInOurRows(OURS, DAY);
        List<Break> first =
                Breaks.roll(List.of(), List.of(), BreakNews.of(List.of(found)), DAY).rows();
        List<Break> second =
                Breaks.roll(first, List.of(), BreakNews.of(List.of()), DAY.plusDays(1)).rows();

        assertThat(first.getFirst().severity()).isEqualTo(Severity.HIGH);
        assertThat(Breaks.payoutLock(first)).isNull();
        assertThat(second.getFirst().status()).isEqualTo(Break.Status.AUTO_RESOLVED);
        assertThat(second.getFirst().resolution()).isEqualTo("REPORT_AGREES");
    }

    private static Money amount(ItemisedRow theirs) {
        Finding found = ReportComparison.difference(OURS, theirs, DAY).orElseThrow();
        return java.util.Objects.requireNonNull(found.amount());
    }

    private static Money usd(long minor) {
        return Money.of(minor, USD);
    }

    private static ItemisedRow row(
            Currency currency, long amount, long fee, long net, String category) {
        return new ItemisedRow("txn_1", currency, amount, fee, net, category);
    }
}
