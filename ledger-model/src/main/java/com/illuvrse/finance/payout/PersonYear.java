package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.tax.NoFigureException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one person was paid and sold in a calendar year so far, over all its payees and currencies,
 * for the tests of thresholds in dollars. Each fact is converted at the rate of its own day,
 * HALF_UP to the cent, then summed (reports, section 1.5); a rate is asked for only when a sum is.
 */
public final class PersonYear {

    static final Currency USD = Currency.of("USD");

    /**
     * What a charge sold of one payee's, or the mirror of it.
     *
     * @param charge the movement that brought the money
     * @param gross before refunds, fees and commission; negative for a sale that was reversed
     */
    public record Sale(String charge, LocalDate day, Money gross) {}

    private final int year;
    private final DayRates rates;
    private final List<PaymentFact> payments = new ArrayList<>();
    private final List<Sale> sales = new ArrayList<>();

    public PersonYear(int year, DayRates rates) {
        this.year = year;
        this.rates = rates;
    }

    /** Counts what was paid; other years are left out. */
    public void paid(Collection<PaymentFact> facts) {
        facts.stream().filter(fact -> fact.paidOn().getYear() == year).forEach(payments::add);
    }

    /** Counts what was sold; other years are left out. */
    public void sold(Collection<Sale> facts) {
        facts.stream().filter(sale -> sale.day().getYear() == year).forEach(sales::add);
    }

    /**
     * What was paid of one type.
     *
     * @throws NoFigureException when a rate is missing
     */
    Money paid(IncomeType type) {
        return inUsd(payments, type);
    }

    /**
     * The dollars of some facts of one type.
     *
     * @throws NoFigureException when a rate is missing
     */
    Money inUsd(Collection<PaymentFact> facts, IncomeType type) {
        Money sum = Money.zero(USD);
        for (PaymentFact fact : facts) {
            if (fact.earning().taxedAs() == type) {
                sum = sum.plus(inUsd(fact.gross(), fact.paidOn()));
            }
        }
        return sum;
    }

    /**
     * What was sold, gross.
     *
     * @throws NoFigureException when a rate is missing
     */
    Money sold() {
        Money sum = Money.zero(USD);
        for (Sale sale : sales) {
            sum = sum.plus(inUsd(sale.gross(), sale.day()));
        }
        return sum;
    }

    /** Charges whose facts do not net to zero. */
    long charges() {
        Map<String, Long> sums = new HashMap<>();
        sales.forEach(sale -> sums.merge(sale.charge(), sale.gross().minor(), Math::addExact));
        return sums.values().stream().filter(sum -> sum != 0).count();
    }

    private Money inUsd(Money amount, LocalDate day) {
        return rates.of(amount.currency(), USD, day)
                .orElseThrow(() -> NoFigureException.rate(amount.currency(), USD, day))
                .convert(amount);
    }
}
