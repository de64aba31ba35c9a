package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many votes a batch needs, by its total in one base currency (segment format, section 9).
 *
 * @param tiers ascending by {@code from}; the first starts at 0
 */
public record ApprovalTiers(Currency base, List<Tier> tiers) {

    /** What a total counts as when a rate is missing: more than any tier. */
    public static final long UNKNOWN_TOTAL = Long.MAX_VALUE;

    private static final int RATE_DIGITS = 12;

    /** From this total on, in minor units of the base currency, a batch needs these votes. */
    public record Tier(long from, int votes) {}

    public ApprovalTiers {
        tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::from)).toList();
        if (tiers.isEmpty() || tiers.getFirst().from() != 0) {
            throw new IllegalArgumentException(
                    "the first approval tier starts at 0, found " + tiers);
        }
    }

    /** Votes for a total; the tier is the largest {@code from} that it reaches. */
    public int votes(long total) {
        return tiers.stream().filter(tier -> tier.from() <= total).toList().getLast().votes();
    }

    /**
     * Votes one tier higher than a total asks for: of the first tier above that needs more; of the
     * top, where none does.
     */
    public int votesRaised(long total) {
        int votes = votes(total);
        return tiers.stream()
                .filter(tier -> tier.from() > total && tier.votes() > votes)
                .findFirst()
                .map(Tier::votes)
                .orElse(votes);
    }

    /**
     * Votes for what each creator is paid on its own: the most that one of them asks for. A creator
     * is never paid more than the batch, so this asks for more than the total does only where a
     * policy wants fewer votes for more money.
     *
     * @param paid what each creator is paid, by creator and currency
     */
    public int votesOfCreators(
            Map<String, ? extends Map<Currency, Long>> paid, Map<Currency, String> rates) {
        return paid.values().stream()
                .mapToInt(creator -> votes(total(creator, rates)))
                .max()
                .orElse(0);
    }

    /**
     * A batch's total in base currency: each currency's total rounded HALF_UP on its own.
     *
     * @param rates base units per unit of a currency, as decimal text
     */
    public long total(Map<Currency, Long> totals, Map<Currency, String> rates) {
        long sum = 0;
        for (var total : totals.entrySet()) {
            Long converted = inBase(total.getKey(), total.getValue(), rates);
            if (converted == null) {
                return UNKNOWN_TOTAL;
            }
            sum = Math.addExact(sum, converted);
        }
        return sum;
    }

    private @Nullable Long inBase(Currency currency, long amount, Map<Currency, String> rates) {
        if (currency.equals(base)) {
            return amount;
        }
        String rate = rates.get(currency);
        if (rate == null) {
            return null;
        }
        int shift = base.exponent() - currency.exponent();
        Fraction power = new Fraction(BigInteger.TEN.pow(Math.abs(shift)), BigInteger.ONE);
        Fraction exact = Fraction.parse(rate).times(amount);
        return (shift >= 0 ? exact.times(power) : exact.dividedBy(power)).roundHalfUp();
    }

    /** The rate of the other direction, rounded to twelve digits after the point. */
    public static String inverse(String rate) {
        return BigDecimal.ONE
                .divide(new BigDecimal(rate), RATE_DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
