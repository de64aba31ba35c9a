package com.illuvrse.finance.reconciliation;

import static com.illuvrse.finance.reconciliation.BreakType.Life.CONDITION;
import static com.illuvrse.finance.reconciliation.BreakType.Life.EVENT;
import static com.illuvrse.finance.reconciliation.BreakType.Life.NOTICE;
import static com.illuvrse.finance.reconciliation.Severity.HIGH;
import static com.illuvrse.finance.reconciliation.Severity.LOW;
import static com.illuvrse.finance.reconciliation.Severity.MEDIUM;

import org.jspecify.annotations.Nullable;

/**
 * Everything that can be wrong between the sources and the books, with how grave it is and what
 * ends it (posting model, section 8).
 */
public enum BreakType {
    UNKNOWN_BT_TYPE(MEDIUM, EVENT, null),
    UNKNOWN_FEE_TYPE(MEDIUM, EVENT, null),
    FEE_DETAIL_MISMATCH(MEDIUM, EVENT, null),
    FX_RATE_MISMATCH(LOW, EVENT, null),
    SOURCE_CHANGED(HIGH, EVENT, null),
    LATE_ARRIVAL(LOW, NOTICE, null),
    PAYMENT_WITHOUT_ORDER(MEDIUM, CONDITION, "ORDER_ARRIVED"),
    ORDER_WITHOUT_PAYMENT(LOW, CONDITION, "PAYMENT_ARRIVED_OR_CANCELLED"),
    ORDER_CONFLICT(MEDIUM, EVENT, null),
    AMOUNT_MISMATCH(MEDIUM, CONDITION, "ORDER_AMENDED"),
    CURRENCY_MISMATCH(MEDIUM, CONDITION, "ORDER_AMENDED"),
    DUPLICATE_PAYMENT(MEDIUM, EVENT, null),
    REFUND_EXCEEDS_CAPTURE(MEDIUM, EVENT, null),
    REFUND_UNDELIVERABLE(MEDIUM, EVENT, null),
    REFUND_WITHOUT_ORDER(MEDIUM, CONDITION, "ORDER_ARRIVED"),
    DISPUTE_WITHOUT_ORDER(MEDIUM, CONDITION, "ORDER_ARRIVED"),
    BANK_LINE_UNKNOWN(MEDIUM, EVENT, null),
    BANK_AMOUNT_MISMATCH(MEDIUM, CONDITION, "AMOUNTS_AGREE"),
    TAX_MISMATCH(MEDIUM, EVENT, null),
    STRIPE_BALANCE_MISMATCH(HIGH, CONDITION, "BALANCE_AGREES"),
    REPORT_MISMATCH(HIGH, CONDITION, "REPORT_AGREES"),
    PAYOUT_COMPOSITION_MISMATCH(HIGH, CONDITION, "COMPOSITION_AGREES"),
    PAYOUT_FAILED(HIGH, EVENT, null),
    PAYOUT_NOT_ARRIVED(MEDIUM, CONDITION, "PAYOUT_ARRIVED_OR_RETURNED"),
    RESERVE_LEG_MISSING(MEDIUM, CONDITION, "OTHER_LEG_ARRIVED"),
    TRANSFER_WITHOUT_PAYOUT(HIGH, EVENT, null),
    PAYOUT_WITHOUT_TRANSFER(HIGH, CONDITION, "TRANSFER_ARRIVED"),
    FEED_REJECTED(HIGH, EVENT, null),
    RECORD_REJECTED(MEDIUM, EVENT, null),
    CONTRACT_INVALID(MEDIUM, CONDITION, "CONTRACT_ARRIVED"),
    CONTRACT_MISSING(MEDIUM, CONDITION, "CONTRACT_ARRIVED"),
    PAYEE_MISSING(MEDIUM, CONDITION, "PAYEE_ARRIVED");

    /** What ends a break. */
    public enum Life {
        /** Looked at every night; over on the night it is not found any more. */
        CONDITION,
        /** Found once; open until a person resolves it. */
        EVENT,
        /** Reported on its day and never open. */
        NOTICE
    }

    private final Severity severity;
    private final Life life;
    private final @Nullable String endedBy;

    BreakType(Severity severity, Life life, @Nullable String endedBy) {
        this.severity = severity;
        this.life = life;
        this.endedBy = endedBy;
    }

    public Severity severity() {
        return severity;
    }

    public Life life() {
        return life;
    }

    /** The name of the rule that ends a condition by itself. */
    String endedBy() {
        if (endedBy == null) {
            throw new IllegalStateException(
                    this + " is not a condition and does not end by itself");
        }
        return endedBy;
    }

    /**
     * Whether the break stands as long as its condition does and ends with it, whatever a person
     * says: a sealed figure has to be explained by it.
     */
    public boolean standsWhileFound() {
        return this == STRIPE_BALANCE_MISMATCH
                || this == PAYOUT_COMPOSITION_MISMATCH
                || this == PAYOUT_WITHOUT_TRANSFER;
    }

    /** Whether no payout may leave while a break of this type is open. */
    public boolean locksPayouts() {
        return switch (this) {
            case STRIPE_BALANCE_MISMATCH, SOURCE_CHANGED, TRANSFER_WITHOUT_PAYOUT -> true;
            case UNKNOWN_BT_TYPE,
                    UNKNOWN_FEE_TYPE,
                    FEE_DETAIL_MISMATCH,
                    FX_RATE_MISMATCH,
                    LATE_ARRIVAL,
                    PAYMENT_WITHOUT_ORDER,
                    ORDER_WITHOUT_PAYMENT,
                    ORDER_CONFLICT,
                    AMOUNT_MISMATCH,
                    CURRENCY_MISMATCH,
                    DUPLICATE_PAYMENT,
                    REFUND_EXCEEDS_CAPTURE,
                    REFUND_UNDELIVERABLE,
                    REFUND_WITHOUT_ORDER,
                    DISPUTE_WITHOUT_ORDER,
                    BANK_LINE_UNKNOWN,
                    BANK_AMOUNT_MISMATCH,
                    TAX_MISMATCH,
                    REPORT_MISMATCH,
                    PAYOUT_COMPOSITION_MISMATCH,
                    PAYOUT_FAILED,
                    PAYOUT_NOT_ARRIVED,
                    RESERVE_LEG_MISSING,
                    PAYOUT_WITHOUT_TRANSFER,
                    FEED_REJECTED,
                    RECORD_REJECTED,
                    CONTRACT_INVALID,
                    CONTRACT_MISSING,
                    PAYEE_MISSING ->
                    false;
        };
    }
}
