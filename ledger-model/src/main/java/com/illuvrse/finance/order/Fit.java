package com.illuvrse.finance.order;

import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of a refund or dispute an order can take: what its charge brought, less what refunds
 * took and open disputes claim.
 *
 * @param amount settlement minor units of the row that fit
 * @param gross cumulative gross taken back afterwards, at the rate of the sale
 * @param presented the same as the buyer saw it
 */
record Fit(long amount, long gross, long presented) {

    static Fit nothing(Refunded before) {
        return new Fit(0, before.gross(), before.presented());
    }

    /** The fit of a row on top of what was refunded; money in dispute is not free. */
    static Fit of(OrderState state, @Nullable Money presentment, long row) {
        return of(state, state.refunded, claimed(state), presentment, row);
    }

    /** What refunds took and all open disputes would take, were they lost one after another. */
    static Refunded claimed(OrderState state) {
        Refunded claimed = state.refunded;
        for (OpenDispute dispute : state.disputes) {
            Fit fit = of(state, claimed, claimed, dispute.presentment(), dispute.amount().minor());
            claimed = new Refunded(fit.gross(), fit.presented(), new TreeMap<>());
        }
        return claimed;
    }

    private static Fit of(
            OrderState state, Refunded before, Refunded claimed, @Nullable Money given, long row) {
        Capture capture = state.capture;
        if (capture == null) {
            return nothing(before);
        }
        if (!capture.isExchanged()
                || given == null
                || !given.currency().equals(capture.charged().currency())) {
            long room = Math.max(0, capture.gross().minor() - claimed.gross());
            long amount = Math.min(row, room);
            return new Fit(
                    amount,
                    Math.addExact(before.gross(), amount),
                    Math.addExact(before.presented(), amount));
        }
        long wanted = given.abs().minor();
        long room = Math.max(0, capture.presented() - claimed.presented());
        long fits = Math.min(wanted, room);
        long presented = Math.addExact(before.presented(), fits);
        long amount = fits == wanted ? row : Fraction.of(fits, wanted).times(row).roundHalfUp();
        long gross =
                capture.presented() == 0
                        ? before.gross()
                        : Fraction.of(presented, capture.presented())
                                .times(capture.gross().minor())
                                .roundHalfUp();
        return new Fit(amount, gross, presented);
    }
}
