package com.illuvrse.finance.jobs.postgres;

import java.util.Locale;

/** In which role a transaction writes; each may do less than the program as a whole. */
public enum LedgerRole {
    /** Adds facts, entries, breaks and drafts. */
    WRITER,
    /** Closes days, adds seals and deliveries; cannot add an entry. */
    SEALER,
    /** Moves payouts forward; cannot make one. */
    PAYOUTS,
    /** Opens identities for the tax forms of a year; moves nothing. */
    TAX,
    /** Reads. */
    READER;

    String databaseName() {
        return "ledger_" + name().toLowerCase(Locale.ROOT);
    }
}
