package com.illuvrse.finance.money;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rate of a day between any two currencies (reports, section 1.5): the newest published one
 * that is dated on or before the day and not too old, direct, inverse, or crossed through EUR.
 *
 * <p>Of several ways the one with the newest rates counts (a crossed rate is as old as its older
 * half); of ways equally new the direct one, then the inverse, then the crossed. Of several sources
 * on one day the first by name.
 */
public final class DayRates {

    private static final Currency EUR = Currency.of("EUR");

    private record Pair(Currency base, Currency quote) {}

    private final Map<Pair, NavigableMap<LocalDate, ReferenceRate>> byPair = new HashMap<>();
    private final int maxAgeDays;

    /**
     * @param maxAgeDays a rate older than this many days is missing ({@code
     *     fx.reference.max_age_days})
     */
    public DayRates(Collection<ReferenceRate> rates, int maxAgeDays) {
        if (maxAgeDays < 0) {
            throw new IllegalArgumentException(
                    "the greatest age of a rate is 0 days or more, found " + maxAgeDays);
        }
        this.maxAgeDays = maxAgeDays;
        for (ReferenceRate rate : rates) {
            byPair.computeIfAbsent(new Pair(rate.base(), rate.quote()), pair -> new TreeMap<>())
                    .merge(rate.date(), rate, DayRates::firstByName);
        }
    }

    private static ReferenceRate firstByName(ReferenceRate one, ReferenceRate other) {
        return one.source().compareTo(other.source()) <= 0 ? one : other;
    }

    /** Units of {@code to} for one unit of {@code from} on a day; empty when nothing tells. */
    public Optional<DayRate> of(Currency from, Currency to, LocalDate day) {
        if (from.equals(to)) {
            return Optional.of(DayRate.same(from));
        }
        return newest(
                Stream.of(published(from, to, day), crossed(from, to, day))
                        .flatMap(Optional::stream));
    }

    private Optional<DayRate> published(Currency from, Currency to, LocalDate day) {
        return newest(
                Stream.of(
                                newest(from, to, day).map(DayRate::direct),
                                newest(to, from, day).map(DayRate::inverse))
                        .flatMap(Optional::stream));
    }

    private Optional<DayRate> crossed(Currency from, Currency to, LocalDate day) {
        if (from.equals(EUR) || to.equals(EUR)) {
            return Optional.empty();
        }
        return published(from, EUR, day).flatMap(half -> published(EUR, to, day).map(half::then));
    }

    /** The newest; of several equally new the first. */
    private static Optional<DayRate> newest(Stream<DayRate> ways) {
        return ways.reduce((one, other) -> other.asOf().isAfter(one.asOf()) ? other : one);
    }

    private Optional<ReferenceRate> newest(Currency base, Currency quote, LocalDate day) {
        NavigableMap<LocalDate, ReferenceRate> dated = byPair.get(new Pair(base, quote));
        return Optional.ofNullable(dated == null ? null : dated.floorEntry(day))
                .map(Map.Entry::getValue)
                .filter(rate -> !rate.date().isBefore(day.minusDays(maxAgeDays)));
    }
}
