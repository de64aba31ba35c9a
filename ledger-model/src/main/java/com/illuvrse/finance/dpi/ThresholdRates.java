package com.illuvrse.finance.dpi;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.ReferenceRate;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rate the low-volume test converts by, as rule {@code dpi.fx.threshold_rule} names it: that of
 * 31 December, or the mean of the rates the feed gave for the year. Amounts that are reported stay
 * in their own currency.
 */
public final class ThresholdRates {

    static final String OF_31_DECEMBER = "ECB_31_DEC";
    static final String MEAN_OF_THE_YEAR = "AVERAGE_ANNUAL_RATE";

    private final int year;
    private final Collection<ReferenceRate> published;
    private final DayRates ofDays;

    /**
     * @param published all that count in the year
     * @param ofDays the same with those just before it
     */
    public ThresholdRates(int year, Collection<ReferenceRate> published, DayRates ofDays) {
        this.year = year;
        this.published = List.copyOf(published);
        this.ofDays = ofDays;
    }

    /**
     * Units of one currency for a unit of another; empty when nobody published one.
     *
     * @param rule value of {@code dpi.fx.threshold_rule}
     */
    Optional<DayRate> of(Currency from, Currency to, String rule) {
        LocalDate yearEnd = LocalDate.of(year, 12, 31);
        return switch (rule) {
            case OF_31_DECEMBER -> ofDays.of(from, to, yearEnd);
            case MEAN_OF_THE_YEAR ->
                    from.equals(to)
                            ? ofDays.of(from, to, yearEnd)
                            : mean(to, from).map(ThresholdRates::inverse).or(() -> mean(from, to));
            default ->
                    throw new IllegalArgumentException(
                            "rule dpi.fx.threshold_rule: expected %s or %s, found \"%s\""
                                    .formatted(OF_31_DECEMBER, MEAN_OF_THE_YEAR, rule));
        };
    }

    /** The mean of the published rates, one a day. */
    private Optional<DayRate> mean(Currency base, Currency quote) {
        TreeMap<LocalDate, ReferenceRate> days = new TreeMap<>();
        for (ReferenceRate rate : published) {
            if (rate.base().equals(base)
                    && rate.quote().equals(quote)
                    && rate.date().getYear() == year) {
                days.merge(
                        rate.date(),
                        rate,
                        (one, other) -> one.source().compareTo(other.source()) <= 0 ? one : other);
            }
        }
        if (days.isEmpty()) {
            return Optional.empty();
        }
        Fraction sum = Fraction.ZERO;
        for (ReferenceRate rate : days.values()) {
            sum = sum.plus(Fraction.parse(rate.rate()));
        }
        return Optional.of(
                new DayRate(
                        base,
                        quote,
                        sum.dividedBy(Fraction.of(days.size())),
                        List.copyOf(days.values())));
    }

    private static DayRate inverse(DayRate rate) {
        return new DayRate(
                rate.to(), rate.from(), Fraction.ONE.dividedBy(rate.rate()), rate.used());
    }
}
