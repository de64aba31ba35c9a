package com.illuvrse.finance.order;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A step in an order's life that its buyer's papers must show, in the amount and currency the buyer
 * was charged in.
 *
 * @param source the entry that books it; null for a delivery that released nothing
 * @param amount never negative; zero for a delivery
 */
public record Milestone(String order, Kind kind, @Nullable SourceKey source, Money amount) {

    /** What happened. */
    public enum Kind {
        /** The charge was booked as the order's sale. */
        SOLD,
        /** Part of the charge or all of it was never taken, or the payment failed. */
        REVERSED,
        /** The order was delivered completely. */
        DELIVERED,
        /** The buyer got money back. */
        REFUNDED,
        /** The buyer's bank took the money back and keeps it. */
        DISPUTE_LOST
    }

    public Milestone {
        if (amount.isNegative()) {
            throw new IllegalArgumentException(
                    "%s of order %s must not be negative, found %s".formatted(kind, order, amount));
        }
        if (source == null && kind != Kind.DELIVERED) {
            throw new IllegalArgumentException(kind + " of order " + order + " needs its entry");
        }
    }
}
