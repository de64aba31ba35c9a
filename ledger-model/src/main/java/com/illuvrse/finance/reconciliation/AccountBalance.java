package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;

/**
 * One account in one currency over one day, in minor units; opening and closing signed, debit
 * positive.
 */
public record AccountBalance(
        AccountId account, Currency currency, long opening, long debit, long credit) {

    /** Whether it neither moved nor had a balance. */
    public boolean isEmpty() {
        return opening == 0 && debit == 0 && credit == 0;
    }

    public long closing() {
        return Math.subtractExact(Math.addExact(opening, debit), credit);
    }

    /** The row of a sealed segment (segment format, section 6). */
    public Json.Obj toJson() {
        return Json.object()
                .put("account", account.path())
                .put("currency", currency.code())
                .putMinor("opening", opening)
                .putMinor("debit", debit)
                .putMinor("credit", credit)
                .putMinor("closing", closing())
                .build();
    }
}
