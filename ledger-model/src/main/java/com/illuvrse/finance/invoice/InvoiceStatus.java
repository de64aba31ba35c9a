package com.illuvrse.finance.invoice;

import java.util.EnumSet;
import java.util.Set;

/**
 * How far the invoice of an order has come. What may follow what is written down here and nowhere
 * else; the database holds the same table.
 */
public enum InvoiceStatus {
    /** The order is placed and not paid; there is no number and no document. */
    DRAFTED,
    /** There is a document, whose number is given at the cut of the day. */
    ISSUED,
    /** The buyer's charge is booked. */
    PAID,
    /** The order is delivered completely. */
    FULFILLED,
    /** Nothing more is expected of the order. */
    CLOSED,
    /** Everything was credited, and the buyer has the money back. */
    REFUNDED,
    /** Cancelled before it was paid, or credited in full because the payment failed. */
    VOIDED;

    /** What may come next; money that comes back can move an invoice that is closed. */
    private Set<InvoiceStatus> next() {
        return switch (this) {
            case DRAFTED -> EnumSet.of(ISSUED, VOIDED);
            case ISSUED -> EnumSet.of(PAID);
            case PAID -> EnumSet.of(FULFILLED, CLOSED, REFUNDED, VOIDED);
            case FULFILLED -> EnumSet.of(CLOSED, REFUNDED, VOIDED);
            case CLOSED -> EnumSet.of(REFUNDED, VOIDED);
            case REFUNDED, VOIDED -> EnumSet.noneOf(InvoiceStatus.class);
        };
    }

    public boolean mayBecome(InvoiceStatus status) {
        return next().contains(status);
    }

    /** Whether nothing can follow. */
    public boolean isOver() {
        return next().isEmpty();
    }

    /**
     * The next status of an order's invoice.
     *
     * @throws ImpossibleTransitionException when it cannot follow this one
     */
    InvoiceStatus become(InvoiceStatus status, String order) {
        if (!mayBecome(status)) {
            throw new ImpossibleTransitionException(order, this, status);
        }
        return status;
    }
}
