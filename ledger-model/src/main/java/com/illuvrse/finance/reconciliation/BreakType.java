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
    PAYEE_MISSING(MEDIUM, CONDITION, "PAYEE_ARRIVED"),
    /** A bank sends back what it was not asked to pay, or more than it paid. */
    RETURN_WITHOUT_PAYOUT(MEDIUM, EVENT, null),
    /** A payout arrived, and the creator's bank asks for other account details next time. */
    PAYOUT_DETAILS_CHANGED(LOW, NOTICE, null),
    /** The list of closed days of a year is not there, so nothing of it can be a payout day. */
    CALENDAR_MISSING(MEDIUM, CONDITION, "CALENDAR_ARRIVED"),
    /** What a person's journal moved on a clearing or suspense account. */
    CLEARING_JOURNAL(MEDIUM, EVENT, null);

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

    /**
     * Whether a night looks again at a condition that a person has accepted, so that one it does
     * not find is gone. A report that differs in nothing but accepted rows is not read again.
     */
    boolean isLookedAtOnceAccepted() {
        return this != REPORT_MISMATCH;
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
                    PAYEE_MISSING,
                    RETURN_WITHOUT_PAYOUT,
                    PAYOUT_DETAILS_CHANGED,
                    CALENDAR_MISSING,
                    CLEARING_JOURNAL ->
                    false;
        };
    }

    /** What a person does next about a break of this type, in one sentence. */
    public String nextStep() {
        return switch (this) {
            case UNKNOWN_BT_TYPE ->
                    "Find out what this movement is, book it out of suspense by a journal, and"
                            + " resolve naming the journal.";
            case UNKNOWN_FEE_TYPE ->
                    "Find out what this fee is, move it from suspense to an expense by a journal,"
                            + " and resolve naming the journal.";
            case FEE_DETAIL_MISMATCH ->
                    "Ask Stripe why the parts of the fee do not add up, move the rest out of"
                            + " suspense by a journal, and resolve naming it.";
            case FX_RATE_MISMATCH ->
                    "Compare the rate with Stripe's report; when the settled amount is right,"
                            + " resolve.";
            case SOURCE_CHANGED ->
                    "Compare both contents; correct the books by a journal if the later one is"
                            + " true, then resolve, which unlocks payouts.";
            case LATE_ARRIVAL -> "Nothing: it is booked today and effective on its own day.";
            case PAYMENT_WITHOUT_ORDER ->
                    "Have the marketplace deliver the order; if there is none, refund the payment"
                            + " or book it off by a journal and resolve naming it.";
            case ORDER_WITHOUT_PAYMENT ->
                    "Look for the payment at Stripe; have the order cancelled if it will not be"
                            + " paid.";
            case ORDER_CONFLICT ->
                    "Ask the marketplace which content is true; a change has to come as a higher"
                            + " version; then resolve.";
            case AMOUNT_MISMATCH ->
                    "Have the order amended, or resolve to accept this difference; the order is"
                            + " released with it.";
            case CURRENCY_MISMATCH ->
                    "Have the order amended, or resolve to accept the charge as it is; the order is"
                            + " released with it.";
            case DUPLICATE_PAYMENT ->
                    "Refund the second payment, book it and its refund off each other by a journal,"
                            + " and resolve both naming it.";
            case REFUND_EXCEEDS_CAPTURE ->
                    "Find out what the refund is for, book it against the second payment or an"
                            + " expense by a journal, and resolve naming it.";
            case REFUND_UNDELIVERABLE ->
                    "Pay the buyer another way, book that by a journal, and resolve.";
            case REFUND_WITHOUT_ORDER ->
                    "Have the marketplace deliver the order; if there is none, book the refund off"
                            + " by a journal and resolve naming it.";
            case DISPUTE_WITHOUT_ORDER ->
                    "Have the marketplace deliver the order of the disputed charge, and answer the"
                            + " dispute at Stripe.";
            case BANK_LINE_UNKNOWN ->
                    "Find out what the bank booked, move it out of suspense by a journal, and"
                            + " resolve naming the journal.";
            case BANK_AMOUNT_MISMATCH ->
                    "Ask the bank why it booked another amount, book the difference by a journal,"
                            + " and resolve.";
            case TAX_MISMATCH ->
                    "Check the stated tax against the rate; correct it by a journal if it is wrong,"
                            + " then resolve.";
            case STRIPE_BALANCE_MISMATCH ->
                    "Compare our rows with Stripe's balance report; it ends by itself when both"
                            + " agree, and payouts are locked until then.";
            case REPORT_MISMATCH ->
                    "Compare the row with Stripe's report; correct the books by a journal if the"
                            + " report is right, then resolve.";
            case PAYOUT_COMPOSITION_MISMATCH ->
                    "Compare the payout's rows at Stripe with ours; it ends by itself when they add"
                            + " up.";
            case PAYOUT_FAILED ->
                    "Correct the bank account at Stripe and have the payout sent again, then"
                            + " resolve.";
            case PAYOUT_NOT_ARRIVED ->
                    "Ask the bank and Stripe where the money is; it ends by itself when the bank"
                            + " statement has it.";
            case RESERVE_LEG_MISSING ->
                    "Wait for the other leg; if Stripe makes none, move this one by a journal and"
                            + " resolve naming the journal.";
            case TRANSFER_WITHOUT_PAYOUT ->
                    "Find out at once who made this transfer; when it is explained and booked,"
                            + " resolve, which unlocks payouts.";
            case PAYOUT_WITHOUT_TRANSFER ->
                    "Look for the transfer at Stripe; it ends by itself when its row arrives.";
            case FEED_REJECTED -> "Have the file delivered again under another name, then resolve.";
            case RECORD_REJECTED ->
                    "Have the line delivered again without its fault, then resolve.";
            case CONTRACT_INVALID ->
                    "Have a higher version of the contract delivered; its orders wait in escrow"
                            + " until then.";
            case CONTRACT_MISSING ->
                    "Have the contract delivered; its orders wait in escrow until then.";
            case PAYEE_MISSING ->
                    "Have the payee record delivered; the creator is not paid until then.";
            case RETURN_WITHOUT_PAYOUT ->
                    "Ask the bank whose payment came back, book it by a journal against payouts clearing, and resolve naming the journal.";
            case PAYOUT_DETAILS_CHANGED ->
                    "Ask the creator to check their bank account; what they change comes under a new reference of the vault.";
            case CALENDAR_MISSING ->
                    "Add the closed days of the year to the calendar in config/calendars; payout"
                            + " days count from the next night on.";
            case CLEARING_JOURNAL ->
                    "Resolve the break this journal was booked for and name the journal, or take"
                            + " the journal back by another one.";
        };
    }
}
