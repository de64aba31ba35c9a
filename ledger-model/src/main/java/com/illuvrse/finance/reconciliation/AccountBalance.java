package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;

/**
 * One account in one currency over one day, in minor units; opening and closing signed, debit
 * positive.
 */
public record AccountBalance(
        AccountId account, Currency currency, long opening, long debit, long credit) {

    /** Whether it neither moved nor had a balance. */
    boolean isEmpty() {
        return opening == 0 && debit == 0 && credit == 0;
    }

    public long closing() {
        return Math.subtractExact(Math.addExact(opening, debit), credit);
    }
}
