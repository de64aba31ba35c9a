package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Sheet;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** How the cells of the books of a month come about. */
public final class BookSheets {

    private BookSheets() {}

    /** Every worksheet of the set. */
    public static List<Sheet> all() {
        DateTimeFormatter dates = DateTimeFormatter.ISO_LOCAL_DATE;
        return List.of(
                GlLine.TABLE.sheet(GlLine.KEY),
                TrialLine.TABLE.sheet(TrialLine.KEY),
                ChartSheet.TABLE.sheet(ChartSheet.KEY),
                LateLine.TABLE.sheet(LateLine.KEY),
                PaymentLine.TABLE.sheet(PaymentLine.KEY),
                StripePayoutLine.TABLE.sheet(StripePayoutLine.KEY),
                StripeBalanceLine.TABLE.sheet(StripeBalanceLine.KEY),
                new XeroImport("", dates, "", 0).sheet(),
                new QuickBooksImport("", dates, 0).sheet(),
                new NetSuiteImport("", "", dates, 0, (currency, day) -> Optional.empty()).sheet());
    }
}
