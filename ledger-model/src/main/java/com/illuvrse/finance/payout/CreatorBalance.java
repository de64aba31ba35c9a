package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Currency;

/**
 * What a creator is owed in one currency, in minor units; positive when we owe.
 *
 * @param payable free to be paid
 * @param held held while a dispute is open
 * @param reserve held back by contract
 */
public record CreatorBalance(
        String payee, Currency currency, long payable, long held, long reserve) {

    /** Whether there is nothing to say about it. */
    boolean isEmpty() {
        return payable == 0 && held == 0 && reserve == 0;
    }
}
