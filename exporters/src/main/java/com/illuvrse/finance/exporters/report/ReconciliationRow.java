package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.money.Currency;

/**
 * One of Stripe's balances at the end of the day, as we have it and as Stripe has it, in minor
 * units.
 *
 * @param ledger balance of our accounts for it
 * @param stripe Stripe's own answer, carried back to the end of the day
 * @param rowsAtStripe movements of the day Stripe told of
 * @param rowsInLedger entries booked for them
 */
public record ReconciliationRow(
        Currency currency,
        String balanceType,
        long ledger,
        long stripe,
        long rowsAtStripe,
        long rowsInLedger) {

    /** What we have too much. */
    public long difference() {
        return Math.subtractExact(ledger, stripe);
    }

    /** Whether amounts and rows agree. */
    public boolean agrees() {
        return difference() == 0 && rowsAtStripe == rowsInLedger;
    }
}
