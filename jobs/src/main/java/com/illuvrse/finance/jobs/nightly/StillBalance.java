package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.StripeFacts.BalanceAnswer;
import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeFeed.Page;
import com.illuvrse.finance.jobs.stripe.StripeRow;
import com.illuvrse.finance.money.Currency;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's balance at a moment when it is known which rows it contains. Stripe gives no balance as
 * of a time, so it is asked again until nothing moved around the question.
 */
final class StillBalance {

    private static final int TRIES = 20;

    /** How far Stripe's clock may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final StripeFeed stripe;
    private final Night night;

    StillBalance(StripeFeed stripe, Night night) {
        this.stripe = stripe;
        this.night = night;
    }

    /**
     * @param upTo every row in the answer was created before this instant
     */
    record Before(Instant upTo, BalanceAnswer answer) {}

    /** An instant that is over, and the balance in which no row of that instant or later is. */
    Before before() {
        Instant upTo = night.now().truncatedTo(ChronoUnit.SECONDS);
        for (int tries = 1; ; tries++) {
            BalanceAnswer answer = ask();
            Page newest = stripe.balanceTransactions(upTo, upTo.plus(AHEAD), null);
            if (newest.rows().isEmpty() || tries == TRIES) {
                return new Before(upTo, answer);
            }
            upTo = newest.rows().getFirst().created().plusSeconds(1);
        }
    }

    /**
     * @param rows all rows created since the last window ended, as they are in the answer
     */
    record After(List<StripeRow> rows, BalanceAnswer answer) {

        /** Whether these rows are all that makes the answer another than the one before. */
        boolean isExplainedSince(StripeBalance before) {
            SortedMap<String, SortedMap<Currency, Long>> moved = new TreeMap<>();
            StripeBalance now = answer.balance();
            now.types().forEach((type, parts) -> moved.put(type, differences(type, before)));
            for (StripeRow row : rows) {
                SortedMap<Currency, Long> sums = moved.get(row.balanceType());
                if (sums != null) {
                    sums.merge(row.currency(), -row.net(), Math::addExact);
                }
            }
            return moved.values().stream()
                    .allMatch(sums -> sums.values().stream().allMatch(sum -> sum == 0));
        }

        private SortedMap<Currency, Long> differences(String type, StripeBalance before) {
            SortedMap<Currency, Long> sums = new TreeMap<>();
            for (StripeBalance each : List.of(before, answer.balance())) {
                each.types()
                        .getOrDefault(type, new TreeMap<>())
                        .keySet()
                        .forEach(
                                currency ->
                                        sums.put(
                                                currency,
                                                Math.subtractExact(
                                                        answer.balance().sum(type, currency),
                                                        before.sum(type, currency))));
            }
            return sums;
        }
    }

    /** The balance now, and the rows since an instant, with nothing moving between the two. */
    After after(Instant since) {
        BalanceAnswer answer = ask();
        for (int tries = 1; ; tries++) {
            List<StripeRow> rows = rowsSince(since);
            BalanceAnswer again = ask();
            if (again.balance().equals(answer.balance()) || tries == TRIES) {
                return new After(rows, again);
            }
            answer = again;
        }
    }

    private List<StripeRow> rowsSince(Instant since) {
        List<StripeRow> rows = new ArrayList<>();
        @Nullable String after = null;
        boolean more = true;
        while (more) {
            Page page = stripe.balanceTransactions(since, night.now().plus(AHEAD), after);
            rows.addAll(page.rows());
            more = page.hasMore();
            after = more ? page.lastId() : null;
        }
        return rows;
    }

    private BalanceAnswer ask() {
        Instant at = night.now();
        return new BalanceAnswer(at, stripe.balance());
    }
}
