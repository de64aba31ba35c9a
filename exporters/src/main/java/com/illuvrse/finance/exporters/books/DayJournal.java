package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.account.ChartOfAccounts.Numbered;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What one day moved on each account number in one currency, as accounting packages take it in: a
 * balanced journal without zero lines.
 *
 * @param lines by number
 */
public record DayJournal(LocalDate day, Currency currency, List<Line> lines) {

    /** One account; debit positive, never zero. */
    public record Line(Numbered account, Money net) {}

    /**
     * The journal of a day.
     *
     * @param nets minor units by account, debit positive; zeros are left out
     */
    public static DayJournal of(LocalDate day, Currency currency, Map<Numbered, Long> nets) {
        return new DayJournal(
                day,
                currency,
                nets.entrySet().stream()
                        .filter(net -> net.getValue() != 0)
                        .map(net -> new Line(net.getKey(), Money.of(net.getValue(), currency)))
                        .sorted(Comparator.comparing(line -> line.account().number()))
                        .toList());
    }

    /** Minor units of all lines together; 0, or the packages refuse it. */
    long sum() {
        return lines.stream().map(line -> line.net().minor()).reduce(0L, Math::addExact);
    }
}
