package com.illuvrse.finance.sandbox.marketplace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is planted on purpose, so that a month shows what a real one would: most of it
 * reconciles, a handful of things do not. Each kind is planted once in thirty days, on the day its
 * position says (the first on day 2).
 */
public enum Anomaly {
    /** Stripe lists a charge a day after it happened. */
    LATE_ROW("LATE_ARRIVAL", Ending.REPORTED, "balance transaction"),
    /** An order nobody paid. */
    UNPAID_ORDER("ORDER_WITHOUT_PAYMENT", Ending.STAYS_OPEN, "order"),
    /** A charge for an order the marketplace never reports. */
    CHARGE_WITHOUT_ORDER("PAYMENT_WITHOUT_ORDER", Ending.STAYS_OPEN, "balance transaction"),
    /** The same order event delivered twice, which changes nothing. */
    REPEATED_EVENT(null, Ending.NOTHING, "order"),
    /** A buyer charged twice for one order. */
    SECOND_CHARGE("DUPLICATE_PAYMENT", Ending.STAYS_OPEN, "balance transaction"),
    /** An order whose first version has another total than its charge, amended on the next day. */
    AMENDED_ORDER("AMOUNT_MISMATCH", Ending.RESOLVES_ITSELF, "order"),
    /** A charge of another amount than its order. */
    WRONG_AMOUNT("AMOUNT_MISMATCH", Ending.STAYS_OPEN, "order"),
    /** Two different events under one event id; the first counts. */
    CONFLICTING_EVENT("ORDER_CONFLICT", Ending.STAYS_OPEN, "order"),
    /** An order that is delivered a day after its charge. */
    LATE_ORDER("PAYMENT_WITHOUT_ORDER", Ending.RESOLVES_ITSELF, "balance transaction"),
    /** A line of the order feed that is not JSON. */
    BROKEN_LINE("RECORD_REJECTED", Ending.STAYS_OPEN, "line of a file"),
    /** A file of the order feed without its end line. */
    TRUNCATED_FILE("FEED_REJECTED", Ending.STAYS_OPEN, "file"),
    /** An order whose stated tax is not what its rate gives. */
    TAX_DIFFERENCE("TAX_MISMATCH", Ending.STAYS_OPEN, "order"),
    /** Stripe adjusts the balance and does not say why. */
    UNEXPLAINED_ADJUSTMENT("UNKNOWN_BT_TYPE", Ending.STAYS_OPEN, "balance transaction"),
    /** Money arrives at the bank that nothing explains. */
    UNKNOWN_BANK_LINE("BANK_LINE_UNKNOWN", Ending.STAYS_OPEN, "bank line"),
    /** A fee that is larger than the sum of its details. */
    FEE_DIFFERENCE("FEE_DETAIL_MISMATCH", Ending.STAYS_OPEN, "balance transaction"),
    /** Stripe lists a row again, now as available, which changes nothing. */
    REPEATED_ROW(null, Ending.NOTHING, "balance transaction"),
    /** A refund of a charge from before the first day. */
    REFUND_OF_OLD_CHARGE("REFUND_WITHOUT_ORDER", Ending.STAYS_OPEN, "balance transaction"),
    /** A converted charge whose amount is not presentment times rate. */
    RATE_DIFFERENCE("FX_RATE_MISMATCH", Ending.STAYS_OPEN, "balance transaction"),
    /** A contract whose shares make 99 %, with an order under it. */
    INVALID_CONTRACT("CONTRACT_INVALID", Ending.STAYS_OPEN, "contract"),
    /** An order under a contract nobody delivered. */
    MISSING_CONTRACT("CONTRACT_MISSING", Ending.STAYS_OPEN, "contract"),
    /** A contract with a party that has no payee record, with an order under it. */
    MISSING_PAYEE("PAYEE_MISSING", Ending.STAYS_OPEN, "payee");

    /** What becomes of the break. */
    public enum Ending {
        /** There is no break. */
        NOTHING,
        /** It is reported on one day and needs nothing. */
        REPORTED,
        /** It is open on one day and resolved by what comes on the next. */
        RESOLVES_ITSELF,
        /** It stays open until somebody does something. */
        STAYS_OPEN
    }

    private final @Nullable String breakType;
    private final Ending ending;
    private final String names;

    Anomaly(@Nullable String breakType, Ending ending, String names) {
        this.breakType = breakType;
        this.ending = ending;
        this.names = names;
    }

    /** The type of the break it must lead to; empty when it must lead to none. */
    public Optional<String> breakType() {
        return Optional.ofNullable(breakType);
    }

    /** What becomes of the break. */
    public Ending ending() {
        return ending;
    }

    /** What {@link Planted#ref} names. */
    public String names() {
        return names;
    }

    /** The anomaly of a day, counted from 0; empty for a day without one. */
    static Optional<Anomaly> of(int dayIndex) {
        int position = dayIndex % 30 - 1;
        return position >= 0 && position < values().length
                ? Optional.of(values()[position])
                : Optional.empty();
    }
}
