package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Currency;

/**
 * How many rows of one Stripe balance came today and how many entries they have, with the sum of
 * their net and of the lines on Stripe's accounts.
 */
public record PostedRows(
        String balanceType, Currency currency, long rows, long entries, long net, long legs) {}
