package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Currency;
import java.util.Comparator;
import java.util.List;

/**
 * One figure of the ledger beside the same figure of a report set, in minor units (reports, section
 * 1.7).
 *
 * @param ledger asked of the ledger
 * @param onForms what the set's files add up to
 * @param belowThreshold what is listed and needs no form
 * @param excluded what belongs on no form
 * @param entries ledger entries behind it
 */
public record TieOut(
        String measure,
        Currency currency,
        long ledger,
        long onForms,
        long belowThreshold,
        long excluded,
        long entries) {

    static final CsvTable<TieOut> TABLE =
            new CsvTable<>(
                    "tie-out.csv",
                    List.of(
                            CsvColumn.text("measure", TieOut::measure),
                            CsvColumn.text("currency", tie -> tie.currency().code()),
                            CsvColumn.figure("ledger_minor", TieOut::ledger),
                            CsvColumn.figure("on_forms_minor", TieOut::onForms),
                            CsvColumn.figure("below_threshold_minor", TieOut::belowThreshold),
                            CsvColumn.figure("excluded_minor", TieOut::excluded),
                            CsvColumn.figure("difference_minor", TieOut::difference),
                            CsvColumn.figure("entries", TieOut::entries)),
                    Comparator.comparing(TieOut::measure).thenComparing(TieOut::currency),
                    "measure, currency");

    /** What the ledger has and the set does not explain; 0 or the set is a draft. */
    public long difference() {
        return Math.subtractExact(
                ledger, Math.addExact(Math.addExact(onForms, belowThreshold), excluded));
    }
}
