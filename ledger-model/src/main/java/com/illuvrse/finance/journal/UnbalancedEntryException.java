package com.illuvrse.finance.journal;

import com.illuvrse.finance.money.Money;

/** An entry was about to be built whose debits and credits differ in some currency. */
public final class UnbalancedEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnbalancedEntryException(SourceKey source, Money difference) {
        super(
                "entry "
                        + source
                        + " must balance in every currency; debits less credits are "
                        + difference);
    }
}
