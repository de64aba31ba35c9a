package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a creator is paid, and what it has told of its taxes, as the marketplace tells it.
 * Names, numbers and bank accounts stay in the vault; absent members mean unknown.
 *
 * @param country where the creator lives or sits, two capitals
 * @param region part of the country, such as {@code NY}
 * @param payoutMinimum the least that is worth paying, in minor units of the payout currency
 * @param rail {@code stripe}, or the bank rail the settings name
 * @param bankRef reference into the vault, for rails other than Stripe
 * @param hold why nothing may be paid now; null when it may
 */
public record Payee(
        String payee,
        int version,
        LocalDate validFrom,
        @Nullable String country,
        @Nullable String region,
        Currency payoutCurrency,
        long payoutMinimum,
        String rail,
        @Nullable String stripeAccount,
        @Nullable String bankRef,
        TaxStatus tax,
        @Nullable String hold) {

    public static final String STRIPE_RAIL = "stripe";

    private static final String US = "US";

    public Payee {
        SourceKey.requireId(payee);
        TaxStatus.requireCountry("country", country);
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

    /** The same record with nowhere to send money to. */
    public Payee withoutDestination() {
        return new Payee(
                payee,
                version,
                validFrom,
                country,
                region,
                payoutCurrency,
                payoutMinimum,
                rail,
                null,
                null,
                tax,
                hold);
    }

    /** Whether the country is the US; without a country, whether the form is a W-9. */
    public boolean isUsPerson() {
        return country == null ? tax.isW9() : country.equals(US);
    }

    /**
     * Whether tax can be withheld of this creator at all: not of a US person whose number is there
     * and of whom no authority told us to withhold.
     */
    public boolean canBeWithheldOf() {
        return !isUsPerson() || tax.backupWithholding() || tax.tinRef() == null;
    }

    /** Payees with the same tax number are one person; one without a number is by itself. */
    public String person() {
        return tax.tinRef() == null ? "payee:" + payee : tax.tinRef();
    }
}
