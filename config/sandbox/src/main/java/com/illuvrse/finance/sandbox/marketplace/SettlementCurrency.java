package com.illuvrse.finance.sandbox.marketplace;

import java.util.Locale;

/**
 * A currency in which Stripe keeps a balance for the marketplace, with what Stripe charges in it.
 */
enum SettlementCurrency {
    /** Two decimals, the home currency of most creators. */
    USD(40, 1, 290, 30, 0, 1500, 1, 1, 5_000),
    /** Two decimals, Stripe adds 23 % VAT to its fees. */
    EUR(25, 1, 150, 25, 23, 2000, 1, 1, 5_000),
    /** Two decimals. */
    GBP(20, 1, 150, 20, 0, 2000, 1, 1, 4_000),
    /** No decimals, Stripe adds 10 % consumption tax to its fees. */
    JPY(10, 1, 360, 0, 10, 1300, 3, 2, 5_000),
    /** Three decimals, of which Stripe wants the last to be zero. */
    KWD(5, 10, 290, 100, 0, 5000, 3, 1, 10_000);

    /** How many of a hundred creators are at home in it. */
    final int weight;

    /** Every amount is a multiple of this, in minor units. */
    final int granularity;

    /** What Stripe charges for a dispute, in minor units. */
    final long disputeFee;

    /** The smallest payout a creator accepts, in minor units. */
    final long payoutMinimum;

    private final int feeBasisPoints;
    private final int feeFixed;
    private final int feeTaxPercent;
    private final int priceFactor;
    private final int priceDivisor;

    SettlementCurrency(
            int weight,
            int granularity,
            int feeBasisPoints,
            int feeFixed,
            int feeTaxPercent,
            long disputeFee,
            int priceFactor,
            int priceDivisor,
            long payoutMinimum) {
        this.weight = weight;
        this.granularity = granularity;
        this.feeBasisPoints = feeBasisPoints;
        this.feeFixed = feeFixed;
        this.feeTaxPercent = feeTaxPercent;
        this.disputeFee = disputeFee;
        this.priceFactor = priceFactor;
        this.priceDivisor = priceDivisor;
        this.payoutMinimum = payoutMinimum;
    }

    /** A price of so many US cents as this market writes it, in minor units. */
    long price(long cents) {
        return granular(cents * priceFactor / priceDivisor);
    }

    /** The amount rounded down to what Stripe accepts, at least one step. */
    long granular(long amount) {
        return Math.max(granularity, amount - amount % granularity);
    }

    /** Stripe's fee for a card payment, without tax; a converted payment costs one percent more. */
    long processingFee(long amount, boolean converted) {
        int basisPoints = feeBasisPoints + (converted ? 100 : 0);
        long fee = (amount * basisPoints + 5_000) / 10_000 + feeFixed;
        return Math.min(granular(fee), amount);
    }

    /** The tax Stripe adds to its fee; 0 where it adds none. */
    long taxOnFee(long fee) {
        return (fee * feeTaxPercent + 50) / 100;
    }

    /** The code as Stripe writes it. */
    String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
