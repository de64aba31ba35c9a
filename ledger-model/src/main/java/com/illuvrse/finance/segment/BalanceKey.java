package com.illuvrse.finance.segment;

import com.illuvrse.finance.money.Currency;

/** One of Stripe's balances in one currency. */
record BalanceKey(String balanceType, Currency currency) implements Comparable<BalanceKey> {

    @Override
    public int compareTo(BalanceKey other) {
        int byCurrency = currency.compareTo(other.currency);
        return byCurrency != 0 ? byCurrency : balanceType.compareTo(other.balanceType);
    }

    /** As the ref of a break names it. */
    @Override
    public String toString() {
        return balanceType + ":" + currency;
    }
}
