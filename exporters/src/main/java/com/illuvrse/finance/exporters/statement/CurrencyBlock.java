package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.exporters.statement.StatementLine.Payout;
import com.illuvrse.finance.money.Currency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A creator's period in one currency: what was there, what moved it, what is there.
 *
 * <p>A payout that came back within the period, or never left, says so on its own line too. Closing
 * is opening and all changes together; whether the ledger says the same is the set's tie-out.
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
        Map<String, Payout> ended = new HashMap<>();
        for (StatementLine line : lines) {
            Payout payout = line.payout();
            if (line.kind() == StatementKind.PAYOUT_RETURN
                    && payout != null
                    && payout.id() != null) {
                ended.put(payout.id(), payout);
            }
        }
        List<StatementLine> sorted = new ArrayList<>();
        for (StatementLine line : lines) {
            Payout payout = line.payout();
            Payout end = payout == null ? null : ended.get(payout.id());
            sorted.add(
                    end != null && line.kind() == StatementKind.PAYOUT
                            ? line.withStatus(end.status())
                            : line);
        }
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
