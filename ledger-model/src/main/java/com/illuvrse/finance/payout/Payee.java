package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a creator is paid, as the marketplace tells it. Names, numbers and bank accounts
 * stay in the vault; absent members mean unknown.
 *
 * @param payoutMinimum the least that is worth paying, in minor units of the payout currency
 * @param rail {@code stripe}, or the bank rail the settings name
 * @param bankRef reference into the vault, for rails other than Stripe
 * @param taxForm such as {@code W-9}; null when none is on file
 * @param hold why nothing may be paid now; null when it may
 */
public record Payee(
        String payee,
        int version,
        LocalDate validFrom,
        Currency payoutCurrency,
        long payoutMinimum,
        String rail,
        @Nullable String stripeAccount,
        @Nullable String bankRef,
        @Nullable String taxForm,
        boolean backupWithholding,
        @Nullable String hold) {

    public static final String STRIPE_RAIL = "stripe";

    public Payee {
        SourceKey.requireId(payee);
        if (payoutMinimum < 0) {
            throw new IllegalArgumentException(
                    "payee " + payee + " has the negative payout minimum " + payoutMinimum);
        }
        if (!payoutCurrency.isKnown()) {
            throw new IllegalArgumentException(
                    "payee " + payee + " has the unknown payout currency " + payoutCurrency);
        }
    }

    /** The Stripe account or the vault reference money goes to; null when the rail lacks it. */
    public @Nullable String destination() {
        return rail.equals(STRIPE_RAIL) ? stripeAccount : bankRef;
    }
}
