package com.illuvrse.finance.journal;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Money;
import java.util.Comparator;

/** One line of an entry: an amount above zero on one side of one account. */
public record Posting(AccountId account, Side side, Money amount) implements Comparable<Posting> {

    private static final Comparator<Posting> ORDER =
            Comparator.comparing(Posting::side)
                    .thenComparing(Posting::account)
                    .thenComparing(posting -> posting.amount().currency());

    public Posting {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException(
                    "a posting is above zero, found " + amount + " on " + account);
        }
    }

    /** The amount with its sign: debit positive. */
    public long signedMinor() {
        return side == Side.D ? amount.minor() : -amount.minor();
    }

    /** Debits first, then by account, then by currency: the order of a sealed line. */
    @Override
    public int compareTo(Posting other) {
        return ORDER.compare(this, other);
    }
}
