package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.postgres.ControlFigures;
import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.jobs.postgres.StripeFacts.Moment;
import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.PostedRows;
import com.illuvrse.finance.reconciliation.StripeBalanceFigures;
import com.illuvrse.finance.segment.StripeBalance.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Stripe's own balances at the end of a day beside ours: what Stripe answered after the pull, less
 * the rows in that answer which belong to later days.
 */
final class StripeBalances {

    private static final Map<String, Set<AccountId>> ACCOUNTS =
            Map.of(
                    "payments", Set.of(Accounts.STRIPE_PENDING, Accounts.STRIPE_AVAILABLE),
                    "risk_reserved", Set.of(Accounts.STRIPE_RESERVE),
                    "issuing", Set.of(Accounts.STRIPE_ISSUING),
                    "refund_and_dispute_prefunding", Set.of(Accounts.STRIPE_PREFUNDING));

    private final StripeFacts stripe;
    private final ControlFigures figures;

    StripeBalances(StripeFacts stripe, ControlFigures figures) {
        this.stripe = stripe;
        this.figures = figures;
    }

    private record Place(String balanceType, Currency currency) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byCurrency = currency.compareTo(other.currency);
            return byCurrency != 0 ? byCurrency : balanceType.compareTo(other.balanceType);
        }
    }

    /** What is known of one place, put together from several sides. */
    private static final class Sums {
        private long opening;
        private long closing;
        private long rows;
        private long net;
        private long available;
        private long pending;
        private long after;
    }

    /**
     * A row for each balance type and currency with rows, a balance or an opening balance.
     *
     * @throws IllegalStateException when Stripe was not asked after the pull
     */
    List<Row> of(Night night, Collection<AccountBalance> balances, Collection<PostedRows> posted) {
        StripeBalance answer =
                stripe.balance(night.date(), Moment.AFTER)
                        .orElseThrow(() -> notAsked(night))
                        .balance();
        TreeMap<Place, Sums> sums = new TreeMap<>();
        for (AccountBalance balance : balances) {
            ACCOUNTS.forEach(
                    (type, accounts) -> {
                        if (accounts.contains(balance.account())) {
                            Sums sum = at(sums, type, balance.currency());
                            sum.opening = Math.addExact(sum.opening, balance.opening());
                            sum.closing = Math.addExact(sum.closing, balance.closing());
                        }
                    });
        }
        for (PostedRows rows : posted) {
            if (ACCOUNTS.containsKey(rows.balanceType())) {
                Sums sum = at(sums, rows.balanceType(), rows.currency());
                sum.rows = rows.rows();
                sum.net = rows.net();
            }
        }
        for (ControlFigures.BalanceSum after : figures.after(night.day())) {
            if (ACCOUNTS.containsKey(after.balanceType())) {
                at(sums, after.balanceType(), after.currency()).after = after.net();
            }
        }
        answer.types()
                .forEach(
                        (type, parts) ->
                                parts.forEach(
                                        (currency, part) -> {
                                            Sums sum = at(sums, type, currency);
                                            sum.available = part.available();
                                            sum.pending = part.pending();
                                        }));
        return rows(sums, figures.journalsOnStripe(night.date()));
    }

    private static IllegalStateException notAsked(Night night) {
        return new IllegalStateException(
                "Stripe's balance after the pull of "
                        + night.date()
                        + " is not there; run the night again, its pull asks for it");
    }

    private static Sums at(Map<Place, Sums> sums, String type, Currency currency) {
        return sums.computeIfAbsent(new Place(type, currency), place -> new Sums());
    }

    private static List<Row> rows(Map<Place, Sums> sums, List<ControlFigures.BalanceSum> journals) {
        TreeMap<Place, Long> byHand = new TreeMap<>();
        journals.forEach(
                sum -> byHand.put(new Place(sum.balanceType(), sum.currency()), sum.net()));
        List<Row> rows = new ArrayList<>();
        sums.forEach(
                (place, sum) -> {
                    long journal = byHand.getOrDefault(place, 0L);
                    boolean empty =
                            sum.rows == 0
                                    && sum.opening == 0
                                    && sum.closing == 0
                                    && sum.available == 0
                                    && sum.pending == 0
                                    && sum.after == 0;
                    if (!empty) {
                        rows.add(
                                new Row(
                                        new StripeBalanceFigures(
                                                place.balanceType(),
                                                place.currency(),
                                                sum.closing,
                                                sum.available,
                                                sum.pending,
                                                sum.after),
                                        sum.opening,
                                        journal,
                                        sum.rows,
                                        sum.net));
                    }
                });
        return rows;
    }
}
