package com.illuvrse.finance.segment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which open break kept payouts from leaving at a moment (run safety, section 4; posting model,
 * section 8).
 *
 * <p>By day, the breaks of the last day that was sealed count. In a night, between the end of a day
 * and its seal, those of the day being settled may have taken their place; the package does not say
 * when, so a release in that time needs only one of the two to be free.
 */
final class PayoutLocks {

    private record DayEnd(Instant to, Instant sealedAt, @Nullable String lock) {}

    private final List<DayEnd> days = new ArrayList<>();

    /**
     * Takes the next day.
     *
     * @param to first instant after it
     * @param lock the first break open at its end that locks payouts; null for none
     */
    void add(Instant to, Instant sealedAt, @Nullable String lock) {
        days.add(new DayEnd(to, sealedAt, lock));
    }

    /** The break that locked payouts at a moment; null for none. */
    @Nullable String at(Instant moment) {
        int next = days.size();
        while (next > 0 && days.get(next - 1).sealedAt().isAfter(moment)) {
            next--;
        }
        String lock = next == 0 ? null : days.get(next - 1).lock();
        if (lock == null || next == days.size()) {
            return lock;
        }
        DayEnd settled = days.get(next);
        boolean isNight = !moment.isBefore(settled.to());
        return isNight && settled.lock() == null ? null : lock;
    }
}
