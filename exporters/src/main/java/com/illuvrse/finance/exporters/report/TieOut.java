package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.lineage.Origin;
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

    /** Columns that name a row. */
    static final List<String> KEY = List.of("measure", "currency");

    static final CsvTable<TieOut> TABLE =
            new CsvTable<>(
                    "tie-out.csv",
                    List.of(
                            CsvColumn.text("measure", TieOut::measure),
                            CsvColumn.text("currency", tie -> tie.currency().code()),
                            CsvColumn.<TieOut>figure("ledger_minor", TieOut::ledger)
                                    .from(
                                            Origin.told(
                                                    "asked of the ledger's postings, and what the"
                                                            + " other three must come to")),
                            CsvColumn.<TieOut>figure("on_forms_minor", TieOut::onForms)
                                    .from(
                                            Origin.told(
                                                    "what the worksheets of the set add up to;"
                                                            + " explain their rows")),
                            CsvColumn.<TieOut>figure(
                                            "below_threshold_minor", TieOut::belowThreshold)
                                    .from(
                                            Origin.told(
                                                    "what is listed and needs no form; explain the"
                                                            + " rows of the worksheets with required"
                                                            + " N")),
                            CsvColumn.<TieOut>figure("excluded_minor", TieOut::excluded)
                                    .from(
                                            Origin.told(
                                                    "what belongs on no form; the facts with an"
                                                            + " excluded_reason")),
                            CsvColumn.<TieOut>figure("difference_minor", TieOut::difference)
                                    .from(
                                            Origin.told(
                                                    "ledger_minor less the three after it; 0 or the"
                                                            + " set is a draft")),
                            CsvColumn.<TieOut>figure("entries", TieOut::entries)
                                    .from(
                                            Origin.told(
                                                    "how many ledger entries are behind"
                                                            + " ledger_minor"))),
                    Comparator.comparing(TieOut::measure).thenComparing(TieOut::currency),
                    "measure, currency");

    /** What the ledger has and the set does not explain; 0 or the set is a draft. */
    public long difference() {
        return Math.subtractExact(
                ledger, Math.addExact(Math.addExact(onForms, belowThreshold), excluded));
    }
}
