package com.illuvrse.finance.oss;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.order.OrderLine;
import java.time.LocalDate;

/**
 * One order line in one entry: sold, or taken back.
 *
 * @param day local day of the charge or of what took it back
 * @param sale the entry that sold it, the same as {@code entry} when it is the sale
 * @param soldOn local day of its charge, the tax point
 * @param isDestination whether it is the creator's own supply, with taxes of the creator's own
 * @param line as ordered by the version the order was sold by
 * @param taxable what the buyer was charged for it without tax, in minor units of the currency
 *     charged; negative for what goes back
 * @param charged the taxes on it, as the buyer paid them
 * @param settled the same in the currency settled, as they moved on {@code liabilities:tax:…}:
 *     credits positive
 */
public record Supply(
        EntryId entry,
        Cause cause,
        LocalDate day,
        EntryId sale,
        LocalDate soldOn,
        String order,
        boolean isDestination,
        VatBuyer buyer,
        OrderLine line,
        long taxable,
        Taxes charged,
        Taxes settled) {

    /** Why the entry was made. */
    public enum Cause {
        SALE,
        /** Part of the charge, or all of it, was never taken. */
        REVERSAL,
        REFUND,
        /** The buyer's bank took the money back. */
        DISPUTE
    }

    public Supply {
        if ((cause == Cause.SALE) != entry.equals(sale)) {
            throw new IllegalArgumentException(
                    "a %s of order %s cannot be entry %s of the sale %s"
                            .formatted(cause, order, entry, sale));
        }
    }
}
