package com.illuvrse.finance.exporters.statement;

import org.jspecify.annotations.Nullable;

/**
 * How a payment to a creator left, and how far it was when the period ended.
 *
 * @param payee who was paid
 * @param reference what the rail calls it; null while it has no name
 */
public record Payment(String payee, Status status, @Nullable String reference) {

    /** How far a payment is. */
    public enum Status {
        /** Booked, not sent yet. */
        ORDERED,
        /** The rail took it. */
        SENT,
        /** The rail's own statement shows it. */
        SETTLED,
        /** It came back. */
        RETURNED,
        /** It never left: its batch was rejected or expired. */
        CANCELLED
    }
}
