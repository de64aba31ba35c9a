package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that concerns one creator in one period.
 *
 * @param lastDay the last day it covers: the period's, or the last sealed one of a draft
 * @param blocks by currency
 */
public record Statement(
        String payee,
        Period period,
        LocalDate lastDay,
        List<CurrencyBlock> blocks,
        StatementProof proof) {

    public Statement {
        SourceKey.requireId(payee);
        blocks = List.copyOf(blocks);
        for (int i = 1; i < blocks.size(); i++) {
            if (blocks.get(i - 1).currency().compareTo(blocks.get(i).currency()) >= 0) {
                throw new IllegalArgumentException(
                        "blocks of %s ascend by currency and stand once, found %s after %s"
                                .formatted(
                                        payee,
                                        blocks.get(i).currency(),
                                        blocks.get(i - 1).currency()));
            }
        }
    }

    /** {@code 2026-03:c1}. */
    public String id() {
        return period.name() + ":" + payee;
    }

    /** The rows of one block, from its opening to its closing. */
    List<StatementRow> rows(CurrencyBlock block, int firstLine) {
        List<StatementRow> rows = new ArrayList<>();
        long balance = block.opening().payable();
        rows.add(row(block, firstLine, StatementKind.OPENING, period.firstDay(), null, balance));
        for (StatementLine line : block.lines()) {
            balance = Math.addExact(balance, line.change().payable());
            rows.add(
                    row(
                            block,
                            firstLine + rows.size(),
                            line.kind(),
                            line.bookedOn(),
                            line,
                            balance));
        }
        rows.add(
                row(block, firstLine + rows.size(), StatementKind.CLOSING, lastDay, null, balance));
        return rows;
    }

    private StatementRow row(
            CurrencyBlock block,
            int lineNo,
            StatementKind kind,
            LocalDate bookedOn,
            @Nullable StatementLine line,
            long balance) {
        return new StatementRow(
                this, lineNo, kind, bookedOn, line, Money.of(balance, block.currency()));
    }
}
