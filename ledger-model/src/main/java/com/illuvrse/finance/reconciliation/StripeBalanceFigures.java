package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Currency;

/**
 * One of Stripe's balances as we have it and as Stripe has it, in minor units.
 *
 * @param closing balance of our accounts for it
 * @param available and {@code pending}: Stripe's own answer
 * @param after net of the rows in that answer which belong to later days
 */
public record StripeBalanceFigures(
        String balanceType,
        Currency currency,
        long closing,
        long available,
        long pending,
        long after) {

    /** Stripe's balance at the end of the day. */
    public long stripe() {
        return Math.subtractExact(Math.addExact(available, pending), after);
    }

    /** What we have too much. */
    public long difference() {
        return Math.subtractExact(closing, stripe());
    }
}
