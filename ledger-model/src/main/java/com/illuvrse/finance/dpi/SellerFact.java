package com.illuvrse.finance.dpi;

import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PaymentFact;
import org.jspecify.annotations.Nullable;

/**
 * What one payment paid one seller for one order line, in the currency owed (reports, section 3.6).
 *
 * @param payment the payment fact it is a part of
 * @param line of the order; null for what belongs to no line
 * @param kind of the line
 * @param activity null when nothing decides it
 * @param gross negative for what a refund or a returned payment took back
 * @param tax this part of what was withheld
 * @param fees commission of the line; not 0 with the first payment of its item only
 * @param counted whether it is the first payment of its order, or takes that back
 */
public record SellerFact(
        String payee,
        PaymentFact payment,
        @Nullable String line,
        @Nullable String kind,
        @Nullable Activity activity,
        Money gross,
        Money tax,
        Money fees,
        boolean counted) {

    /** What the seller got: less the tax, commission apart. */
    public Money consideration() {
        return gross.minus(tax);
    }

    /** From 1 to 4, by the day of the payment. */
    public int quarter() {
        return (payment.paidOn().getMonthValue() + 2) / 3;
    }

    /** 1 for an order that is paid first, -1 where that payment came back, else 0. */
    public int count() {
        return counted ? payment.returnedBy() == null ? 1 : -1 : 0;
    }
}
