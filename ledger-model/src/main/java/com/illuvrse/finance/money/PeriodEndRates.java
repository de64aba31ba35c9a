package com.illuvrse.finance.money;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rate a return of a period is converted to euros by (reports, section 1.5): the one dated on
 * the last day of the period, else on the next day that has one. Of one day the rate per euro
 * counts before the one turned round; of several sources on one day the first by name.
 */
public final class PeriodEndRates {

    private static final Currency EUR = Currency.of("EUR");

    private final Map<Currency, NavigableMap<LocalDate, DayRate>> byCurrency = new HashMap<>();

    public PeriodEndRates(Collection<ReferenceRate> rates) {
        for (ReferenceRate rate : rates) {
            if (rate.base().equals(EUR)) {
                add(rate.quote(), rate.date(), DayRate.inverse(rate));
            } else if (rate.quote().equals(EUR)) {
                add(rate.base(), rate.date(), DayRate.direct(rate));
            }
        }
    }

    private void add(Currency currency, LocalDate day, DayRate rate) {
        byCurrency
                .computeIfAbsent(currency, of -> new TreeMap<>())
                .merge(day, rate, PeriodEndRates::better);
    }

    private static DayRate better(DayRate one, DayRate other) {
        ReferenceRate first = one.used().getFirst();
        ReferenceRate second = other.used().getFirst();
        boolean firstIsPerEuro = first.base().equals(EUR);
        if (firstIsPerEuro != second.base().equals(EUR)) {
            return firstIsPerEuro ? one : other;
        }
        return first.source().compareTo(second.source()) <= 0 ? one : other;
    }

    /** Euros for one unit of a currency; empty when nothing tells. */
    public Optional<DayRate> of(Currency from, LocalDate lastDay) {
        if (from.equals(EUR)) {
            return Optional.of(DayRate.same(EUR));
        }
        NavigableMap<LocalDate, DayRate> dated = byCurrency.get(from);
        return Optional.ofNullable(dated == null ? null : dated.ceilingEntry(lastDay))
                .map(Map.Entry::getValue);
    }
}
