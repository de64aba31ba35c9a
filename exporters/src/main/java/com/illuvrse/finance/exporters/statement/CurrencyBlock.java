package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.money.Currency;
import java.util.ArrayList;
import java.util.List;

/**
 * A creator's period in one currency: what was there, what moved it, what is there.
 *
 * <p>Closing is opening and all changes together; whether the ledger says the same is the set's
 * tie-out.
 *
 * @param lines in the order they are shown
 * @param yearPaid gross of what was paid since 1 January of the period's last day, in minor units
 * @param yearWithheld tax kept back of it
 */
public record CurrencyBlock(
        Currency currency,
        Holdings opening,
        List<StatementLine> lines,
        long yearPaid,
        long yearWithheld) {

    public CurrencyBlock {
        List<StatementLine> sorted = new ArrayList<>(lines);
        sorted.sort(StatementLine.ORDER);
        lines = List.copyOf(sorted);
    }

    public Holdings closing() {
        Holdings sum = opening;
        for (StatementLine line : lines) {
            sum = sum.plus(line.change());
        }
        return sum;
    }
}
