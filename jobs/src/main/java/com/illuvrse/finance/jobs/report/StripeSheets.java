package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.books.Books;
import com.illuvrse.finance.exporters.books.StripeBalanceLine;
import com.illuvrse.finance.exporters.books.StripeBalanceLine.Activity;
import com.illuvrse.finance.exporters.books.StripeBalanceLine.Kind;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.jobs.postgres.ControlFigures.BalanceSum;
import com.illuvrse.finance.jobs.postgres.StripeMonths.Ends;
import com.illuvrse.finance.jobs.postgres.StripeMonths.Moved;
import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.money.Currency;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's balances over a month: our opening, what Stripe's rows moved, our closing, and what
 * Stripe itself reports at the end of the last day, which is its answer after the pull less the
 * rows of later days in it.
 */
final class StripeSheets {

    private record Place(Currency currency, String balanceType) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byCurrency = currency.compareTo(other.currency);
            return byCurrency != 0 ? byCurrency : balanceType.compareTo(other.balanceType);
        }
    }

    /** One balance, put together from several sides. */
    private static final class Sums {
        private long opening;
        private long closing;
        private long activity;
        private long rows;
        private long after;
        private final List<Moved> moved = new ArrayList<>();
    }

    private final Books books;
    private final @Nullable StripeBalance answer;
    private final TreeMap<Place, Sums> sums = new TreeMap<>();

    /**
     * @param moved by Stripe's rows and by journals
     * @param answer what Stripe said after the last pull; null when it was not asked
     * @param after net of the rows in that answer that belong to later days
     */
    StripeSheets(
            Books books,
            List<Ends> balances,
            List<Moved> moved,
            @Nullable StripeBalance answer,
            List<BalanceSum> after) {
        this.books = books;
        this.answer = answer;
        for (Ends ends : balances) {
            Sums sum = at(ends.currency(), ends.balanceType());
            sum.opening = ends.opening();
            sum.closing = ends.closing();
        }
        for (Moved each : moved) {
            Sums sum = at(each.currency(), each.balanceType());
            sum.moved.add(each);
            sum.activity = Math.addExact(sum.activity, each.net());
            sum.rows += each.activity().rows();
        }
        if (answer != null) {
            answer.types()
                    .forEach(
                            (type, parts) ->
                                    parts.forEach(
                                            (currency, part) -> {
                                                if (part.sum() != 0) {
                                                    at(currency, type);
                                                }
                                            }));
        }
        for (BalanceSum later : after) {
            Sums sum = sums.get(new Place(later.currency(), later.balanceType()));
            if (sum != null) {
                sum.after = later.net();
            }
        }
    }

    private Sums at(Currency currency, String balanceType) {
        return sums.computeIfAbsent(new Place(currency, balanceType), place -> new Sums());
    }

    /** The lines of {@code stripe-balance.csv}. */
    List<StripeBalanceLine> lines() {
        List<StripeBalanceLine> lines = new ArrayList<>();
        sums.forEach(
                (place, sum) -> {
                    lines.add(line(place, Kind.OPENING, null, null, sum.opening));
                    for (Moved each : sum.moved) {
                        lines.add(
                                line(
                                        place,
                                        Kind.ACTIVITY,
                                        each.category(),
                                        each.activity(),
                                        each.net()));
                    }
                    Long stripe = stripe(place, sum);
                    lines.add(line(place, Kind.CLOSING, null, null, sum.closing));
                    lines.add(line(place, Kind.STRIPE, null, null, stripe));
                    lines.add(
                            line(
                                    place,
                                    Kind.DIFFERENCE,
                                    null,
                                    null,
                                    stripe == null ? null : sum.closing - stripe));
                });
        lines.sort(StripeBalanceLine.TABLE.order());
        return lines;
    }

    private @Nullable Long stripe(Place place, Sums sum) {
        return answer == null
                ? null
                : Math.subtractExact(answer.sum(place.balanceType, place.currency), sum.after);
    }

    private StripeBalanceLine line(
            Place place,
            Kind kind,
            @Nullable String category,
            @Nullable Activity activity,
            @Nullable Long net) {
        return new StripeBalanceLine(
                books, place.currency, place.balanceType, kind, category, activity, net);
    }

    /** Our closing is our opening and what Stripe's rows moved. */
    List<TieOut> ties() {
        List<TieOut> ties = new ArrayList<>();
        sums.forEach(
                (place, sum) ->
                        ties.add(
                                new TieOut(
                                        "stripe_" + place.balanceType,
                                        place.currency,
                                        sum.closing,
                                        Math.addExact(sum.opening, sum.activity),
                                        0,
                                        0,
                                        sum.rows)));
        return ties;
    }
}
