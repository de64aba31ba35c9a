package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.journal.AccountingDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Which days somebody wants settled: everything up to {@code to}; days before {@code from} only as
 * far as they are missing.
 *
 * @param from first day to look at again although it is sealed; null for none
 * @param to the last day; null for the last one that is over
 */
public record DueDays(@Nullable LocalDate from, @Nullable LocalDate to) {

    public DueDays {
        if (from != null && to != null && from.isAfter(to)) {
            throw new IllegalArgumentException(
                    "the first day " + from + " must not be after the last day " + to);
        }
    }

    /** Every day that is over and not settled. */
    public static DueDays allDue() {
        return new DueDays(null, null);
    }

    /** The last day asked for, at most the last one that is over. */
    LocalDate last(ZoneId zone, Instant now) {
        LocalDate over = AccountingDay.containing(now, zone).date().minusDays(1);
        return to == null ? over : to;
    }

    /** Whether one day is asked for by its name. */
    boolean isOneDay() {
        return to != null && to.equals(from);
    }

    /** Refuses a day that is not over yet. */
    static void requireOver(AccountingDay day, Instant now) {
        if (now.isBefore(day.to())) {
            throw new IllegalArgumentException(
                    "day %s ends at %s and can be settled after that, now it is %s"
                            .formatted(day.date(), day.to(), now));
        }
    }
}
