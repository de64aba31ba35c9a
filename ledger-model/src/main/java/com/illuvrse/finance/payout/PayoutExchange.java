package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * At which rate a payout leaves in another currency than it is owed in (posting model, section 6).
 *
 * @param currency it is paid in
 * @param rate units of that currency for one unit of the currency owed, both major: decimal text as
 *     published, or the exact fraction {@code n/d} of a rate turned round or crossed
 * @param date of the oldest published rate in it
 * @param source the published rates it follows from, such as {@code ECB EUR/USD 1.0823}
 */
public record PayoutExchange(Currency currency, String rate, LocalDate date, String source) {

    public PayoutExchange {
        if (!currency.isKnown()) {
            throw new IllegalArgumentException("nobody pays in " + currency);
        }
        if (Fraction.parse(rate).signum() <= 0) {
            throw new IllegalArgumentException("a rate is above 0, found \"" + rate + "\"");
        }
    }

    /** The exchange at the rate of a day. */
    static PayoutExchange at(DayRate rate) {
        boolean asPublished =
                rate.used().size() == 1 && rate.used().getFirst().base().equals(rate.from());
        return new PayoutExchange(
                rate.to(),
                asPublished ? rate.used().getFirst().rate() : rate.rate().toString(),
                rate.asOf(),
                rate.used().stream().map(PayoutExchange::text).collect(Collectors.joining(", ")));
    }

    private static String text(ReferenceRate rate) {
        return rate.source() + " " + rate.base() + "/" + rate.quote() + " " + rate.rate();
    }

    /**
     * What is paid for an amount owed: HALF_UP to the minor unit, then cut to the steps the rail
     * carries.
     *
     * @return minor units of {@link #currency}, 0 when not even one step is reached
     */
    long of(Money owed) {
        int shift = currency.exponent() - owed.currency().exponent();
        Fraction power = new Fraction(BigInteger.TEN.pow(Math.abs(shift)), BigInteger.ONE);
        Fraction exact = Fraction.parse(rate).times(owed.minor());
        long paid = (shift >= 0 ? exact.times(power) : exact.dividedBy(power)).roundHalfUp();
        return paid - paid % currency.payoutStep();
    }

    /** As entries and sealed items carry it. */
    Map<String, String> attributes(long pay) {
        return Map.of(
                "date", date.toString(),
                "payAmount", Long.toString(pay),
                "payCurrency", currency.code(),
                "rate", rate,
                "source", source);
    }
}
