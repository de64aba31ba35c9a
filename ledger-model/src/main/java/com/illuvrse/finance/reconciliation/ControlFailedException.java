package com.illuvrse.finance.reconciliation;

/** An invariant of the ledger does not hold and no break says so: the day must not be sealed. */
public final class ControlFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ControlFailedException(String sentence) {
        super(sentence);
    }
}
