package com.illuvrse.finance.segment;

import com.illuvrse.finance.money.Currency;
import java.util.Comparator;

/** One of Stripe's balances in one currency. */
record BalanceKey(String balanceType, Currency currency) implements Comparable<BalanceKey> {

    private static final Comparator<BalanceKey> ORDER =
            Comparator.comparing(BalanceKey::currency).thenComparing(BalanceKey::balanceType);

    @Override
    public int compareTo(BalanceKey other) {
        return ORDER.compare(this, other);
    }

    /** As the ref of a break names it. */
    @Override
    public String toString() {
        return balanceType + ":" + currency;
    }
}
