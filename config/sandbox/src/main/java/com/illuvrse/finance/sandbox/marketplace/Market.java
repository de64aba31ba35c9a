package com.illuvrse.finance.sandbox.marketplace;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a buyer sits: what he pays in, which tax the order carries, and in which balance the money
 * lands.
 */
enum Market {
    CALIFORNIA("US", "CA", "USD", SettlementCurrency.USD, 20, "US-CA", "0.0725", false),
    NEW_YORK("US", "NY", "USD", SettlementCurrency.USD, 18, "US-NY", "0.08875", false),
    TEXAS("US", "TX", "USD", SettlementCurrency.USD, 15, "US-TX", "0.0625", false),
    WASHINGTON("US", "WA", "USD", SettlementCurrency.USD, 8, "US-WA", "0.065", false),
    OREGON("US", "OR", "USD", SettlementCurrency.USD, 6, null, "0", false),
    ONTARIO("CA", "ON", "CAD", SettlementCurrency.USD, 6, "CA", "0.13", false),
    NEW_SOUTH_WALES("AU", "NSW", "AUD", SettlementCurrency.USD, 3, "AU", "0.10", true),
    GERMANY("DE", null, "EUR", SettlementCurrency.EUR, 30, "DE", "0.19", true),
    FRANCE("FR", null, "EUR", SettlementCurrency.EUR, 22, "FR", "0.20", true),
    NETHERLANDS("NL", null, "EUR", SettlementCurrency.EUR, 10, "NL", "0.21", true),
    AUSTRIA("AT", null, "EUR", SettlementCurrency.EUR, 7, "AT", "0.20", false),
    SWITZERLAND("CH", null, "CHF", SettlementCurrency.EUR, 5, "CH", "0.081", true),
    UNITED_KINGDOM("GB", null, "GBP", SettlementCurrency.GBP, 40, "GB", "0.20", true),
    JAPAN("JP", null, "JPY", SettlementCurrency.JPY, 40, "JP", "0.10", true),
    KUWAIT("KW", null, "KWD", SettlementCurrency.KWD, 40, null, "0", false);

    final String country;
    final @Nullable String region;

    /** ISO code of the currency the buyer pays in. */
    final String presentment;

    final SettlementCurrency settlement;

    /** The tax authority; null where the order carries no tax. */
    final @Nullable String jurisdiction;

    /** The tax rate as the feed writes it. */
    final String rate;

    /** True where prices are written with the tax inside. */
    final boolean taxInclusive;

    private final int weight;
    private final long rateMillionths;

    Market(
            String country,
            @Nullable String region,
            String presentment,
            SettlementCurrency settlement,
            int weight,
            @Nullable String jurisdiction,
            String rate,
            boolean taxInclusive) {
        this.country = country;
        this.region = region;
        this.presentment = presentment;
        this.settlement = settlement;
        this.weight = weight;
        this.jurisdiction = jurisdiction;
        this.rate = rate;
        this.taxInclusive = taxInclusive;
        this.rateMillionths = new BigDecimal(rate).movePointRight(6).longValueExact();
    }

    /** A market whose money lands in this balance. */
    static Market in(SettlementCurrency settlement, Dice dice) {
        List<Market> markets = MARKETS.getOrDefault(settlement, List.of());
        int[] weights = new int[markets.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = markets.get(i).weight;
        }
        return markets.get(dice.weighted(weights));
    }

    private static final Map<SettlementCurrency, List<Market>> MARKETS =
            Arrays.stream(values())
                    .collect(
                            Collectors.groupingBy(
                                    market -> market.settlement,
                                    () -> new EnumMap<>(SettlementCurrency.class),
                                    Collectors.toList()));

    boolean converted() {
        return !presentment.equals(settlement.name());
    }

    /**
     * A price of so many US cents as this market writes it, in minor units of what the buyer pays
     * in.
     */
    long price(long cents) {
        return converted() ? cents * 4 / 3 : settlement.price(cents);
    }

    /**
     * The tax on a price of this market, rounded half up; inside the price where taxes are
     * inclusive.
     */
    long taxOn(long price) {
        long base = taxInclusive ? 1_000_000 + rateMillionths : 1_000_000;
        return (2 * price * rateMillionths + base) / (2 * base);
    }

    /** The presentment currency as Stripe writes it. */
    String presentmentLower() {
        return presentment.toLowerCase(Locale.ROOT);
    }
}
