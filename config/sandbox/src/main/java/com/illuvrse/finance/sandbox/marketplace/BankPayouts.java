package com.illuvrse.finance.sandbox.marketplace;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stripe's automatic payouts to the marketplace's bank: every Tuesday and Friday at 06:00 UTC, in
 * each currency, the charges chosen for it that are available by then. They arrive two working days
 * later.
 */
final class BankPayouts {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

    /** A payout: one day and one currency. */
    record BankPayout(LocalDate date, SettlementCurrency currency) {
        String id() {
            return "po_" + DAY.format(date) + currency.lower();
        }

        String row() {
            return "txn_" + id();
        }

        Instant created() {
            return date.atTime(LocalTime.of(6, 0)).toInstant(ZoneOffset.UTC);
        }

        LocalDate arrivalDay() {
            return date.plusDays(date.getDayOfWeek() == DayOfWeek.FRIDAY ? 4 : 2);
        }

        Instant arrival() {
            return arrivalDay().atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    private static final Comparator<BankPayout> ORDER =
            Comparator.comparing(BankPayout::date).thenComparing(BankPayout::currency);

    private final SortedMap<BankPayout, Long> planned = new TreeMap<>(ORDER);

    /** The payout that takes a charge which becomes available at this instant. */
    static BankPayout taking(SettlementCurrency currency, Instant availableOn) {
        LocalDate date = LocalDate.ofInstant(availableOn, ZoneOffset.UTC);
        while (date.getDayOfWeek() != DayOfWeek.TUESDAY
                && date.getDayOfWeek() != DayOfWeek.FRIDAY) {
            date = date.plusDays(1);
        }
        return new BankPayout(date, currency);
    }

    void add(BankPayout payout, long net) {
        planned.merge(payout, net, Math::addExact);
    }

    /** A payout that leaves, with the sum of what it takes. */
    record Leaving(BankPayout payout, long amount) {}

    /** Removes and returns the payouts that leave before this instant. */
    List<Leaving> leavingBefore(Instant end) {
        List<Leaving> leaving = new ArrayList<>();
        while (!planned.isEmpty() && planned.firstKey().created().isBefore(end)) {
            BankPayout payout = planned.firstKey();
            leaving.add(new Leaving(payout, planned.getOrDefault(payout, 0L)));
            planned.remove(payout);
        }
        return leaving;
    }
}
