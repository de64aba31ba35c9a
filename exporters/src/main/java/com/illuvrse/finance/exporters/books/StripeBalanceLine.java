package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Currency;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one of Stripe's balances went from the beginning of a month to its end, and what Stripe says
 * of it, rows of {@code stripe-balance.csv}; minor units.
 *
 * @param category Stripe's reporting category of an activity, or {@link #JOURNALS}
 * @param activity null for a balance
 * @param net null when Stripe did not tell
 */
public record StripeBalanceLine(
        Books books,
        Currency currency,
        String balanceType,
        Kind kind,
        @Nullable String category,
        @Nullable Activity activity,
        @Nullable Long net) {

    /** Entries people made on Stripe's accounts, such as what the books were opened with. */
    public static final String JOURNALS = "ledger_journal";

    /** The five kinds of lines, in the order of the file. */
    public enum Kind {
        OPENING("1 OPENING"),
        ACTIVITY("2 ACTIVITY"),
        CLOSING("3 CLOSING"),
        /** What Stripe reports at the end of the last day. */
        STRIPE("4 STRIPE"),
        /** Closing less what Stripe reports. */
        DIFFERENCE("5 DIFFERENCE");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** The rows of one reporting category. */
    public record Activity(long rows, long gross, long fee) {}

    public static final String HEADER = "stripe_balance";
    public static final List<String> KEY =
            List.of("currency", "balance_type", "line", "reporting_category");

    public static final CsvTable<StripeBalanceLine> TABLE =
            new CsvTable<>(
                    "stripe-balance.csv",
                    List.of(
                            CsvColumn.text("entity", row -> row.books().entity()),
                            CsvColumn.text("period", row -> row.books().period().name()),
                            CsvColumn.text("currency", row -> row.currency().code()),
                            CsvColumn.text("balance_type", StripeBalanceLine::balanceType),
                            CsvColumn.text("line", row -> row.kind().text),
                            CsvColumn.text("reporting_category", StripeBalanceLine::category),
                            CsvColumn.figure(
                                    "txn_count",
                                    row -> row.activity() == null ? null : row.activity().rows()),
                            CsvColumn.figure(
                                    "gross_minor",
                                    row -> row.activity() == null ? null : row.activity().gross()),
                            CsvColumn.figure(
                                    "fee_minor",
                                    row -> row.activity() == null ? null : row.activity().fee()),
                            CsvColumn.figure("net_minor", StripeBalanceLine::net)),
                    Comparator.comparing(StripeBalanceLine::currency)
                            .thenComparing(StripeBalanceLine::balanceType)
                            .thenComparing(StripeBalanceLine::kind)
                            .thenComparing(row -> row.category() == null ? "" : row.category()),
                    "currency, balance_type, line, reporting_category");
}
