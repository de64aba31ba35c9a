package com.illuvrse.finance.journal;

/** Which side of an account a posting is on. */
public enum Side {
    /** Debit, the positive side. */
    D,
    /** Credit, the negative side. */
    C;

    public Side opposite() {
        return this == D ? C : D;
    }
}
