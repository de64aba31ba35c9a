package com.illuvrse.finance.invoice;

import com.illuvrse.finance.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * The newest invoice of an order as it stood when the day before was over.
 *
 * @param issued null while there is no document
 */
public record Invoice(String order, int turn, InvoiceStatus status, @Nullable Issued issued) {

    /**
     * What its documents say, in minor units.
     *
     * @param total what was invoiced
     * @param reversed what credit notes took back because it was never taken or failed
     * @param refunded what credit notes took back because the buyer has it again
     * @param notes how many credit notes there are
     */
    public record Issued(
            String series,
            Buyer buyer,
            Currency currency,
            long total,
            long reversed,
            long refunded,
            int notes) {

        /** What no credit note has taken back. */
        long rest() {
            return Math.subtractExact(Math.subtractExact(total, reversed), refunded);
        }
    }
}
