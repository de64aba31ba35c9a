package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Currency;

/**
 * Our payouts of one currency as Stripe's rows show them, in minor units: sent today, matched to a
 * row today, and sent without a row so far.
 */
public record TransferredPayouts(
        Currency currency,
        long sent,
        long sentAmount,
        long matched,
        long matchedAmount,
        long open,
        long openAmount) {}
