package com.illuvrse.finance.exporters.statement;

/** What a row of a statement is, in the order rows of one day are shown (reports, section 3.2). */
public enum StatementKind {
    /** What was payable before the period. */
    OPENING,
    /** A release out of escrow, or a sale of a destination charge. */
    EARNING,
    /** A refund took back a part of an earning. */
    REFUND,
    /** A dispute holds money until it is decided; positive when it holds less than before. */
    DISPUTE_HOLD,
    /** A decided dispute took what it held. */
    DISPUTE_LOST,
    /** A decided dispute gave back what it held. */
    DISPUTE_WON,
    /** What a contract held back became payable. */
    RESERVE_RELEASE,
    /** The platform added what was missing to the guaranteed minimum. */
    GUARANTEE,
    /** An advance was paid, or taken back. */
    ADVANCE,
    /** A bookkeeper's journal, a collection, an opening balance. */
    ADJUSTMENT,
    /** Money that left for the creator. */
    PAYOUT,
    /** Money that came back, or never left. */
    PAYOUT_RETURN,
    /** What is payable after the period. */
    CLOSING
}
