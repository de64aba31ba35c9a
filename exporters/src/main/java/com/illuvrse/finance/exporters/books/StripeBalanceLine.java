package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Measure;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Currency;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
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

    /** What moved Stripe's balances in the month, row by row. */
    public static final Facts MOVED = Facts.ofLedger("movements of balances", "entry_id");

    /** Our accounts of each balance at both ends, and what Stripe says of it. */
    public static final Facts ENDS = Facts.ofLedger("balances at the ends of the month");

    private static final Condition[] OF_CATEGORY = {
        Condition.same("currency"),
        Condition.same("balance_type"),
        Condition.same("reporting_category")
    };

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
                            activity(
                                    "txn_count",
                                    Activity::rows,
                                    Origin.sum(MOVED, Amount.of("net_minor"), OF_CATEGORY)
                                            .by(Measure.countOf("id"))),
                            activity(
                                    "gross_minor",
                                    Activity::gross,
                                    Origin.sum(MOVED, Amount.of("gross_minor"), OF_CATEGORY)),
                            activity(
                                    "fee_minor",
                                    Activity::fee,
                                    Origin.sum(MOVED, Amount.of("fee_minor"), OF_CATEGORY)),
                            CsvColumn.figure("net_minor", StripeBalanceLine::net)
                                    .from(
                                            Origin.together(
                                                    Origin.sum(
                                                            MOVED,
                                                            Amount.of("net_minor"),
                                                            OF_CATEGORY),
                                                    Origin.sum(
                                                            ENDS,
                                                            Amount.of("net_minor"),
                                                            Condition.same("currency"),
                                                            Condition.same("balance_type"),
                                                            Condition.same("line"))))),
                    Comparator.comparing(StripeBalanceLine::currency)
                            .thenComparing(StripeBalanceLine::balanceType)
                            .thenComparing(StripeBalanceLine::kind)
                            .thenComparing(row -> row.category() == null ? "" : row.category()),
                    "currency, balance_type, line, reporting_category");

    private static CsvColumn<StripeBalanceLine> activity(
            String name, Function<Activity, Long> figure, Origin origin) {
        return CsvColumn.<StripeBalanceLine>figure(
                        name, row -> row.activity() == null ? null : figure.apply(row.activity()))
                .from(origin);
    }

    /** A line as people read it, such as {@code 1 OPENING}. */
    public static String text(Kind kind) {
        return kind.text;
    }
}
