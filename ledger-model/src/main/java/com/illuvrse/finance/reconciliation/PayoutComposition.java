package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Money;

/**
 * An automatic payout of Stripe and the rows it is made of, without the row of the payout itself.
 *
 * @param net sum of the net of these rows
 */
public record PayoutComposition(String payout, Money amount, Money net, long rows) {}
