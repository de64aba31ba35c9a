package com.illuvrse.finance.payout;

/** Why a creator is paid or not, in the order the reasons are tried (posting model, section 6). */
public enum PayoutReason {
    /** The creator owes us. */
    NEGATIVE_BALANCE,
    /** A person has put the creator on hold, or all that is owed is held or reserved. */
    ON_HOLD,
    /** An earlier payment to this destination came back. */
    DESTINATION_SUSPENDED,
    /** There is nowhere to send this currency to. */
    DESTINATION_INCOMPLETE,
    PAYEE_MISSING,
    /** No tax form is on file. */
    TAX_FORM_MISSING,
    /** Paid in another currency, and no reference rate of the day or young enough is there. */
    RATE_MISSING,
    BELOW_MINIMUM,
    /** Less than the smallest amount the rail can carry. */
    GRANULARITY_REST,
    /** A dated tax rule or a reference rate that the payment needs has no figure. */
    TAX_UNDECIDED,
    PAID
}
