package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.journal.AccountingDay;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One night: the accounting day it settles, the epoch it writes for, and what it is settled by.
 *
 * @param clock tells when something was seen, sent or sealed; nothing of it enters an entry
 */
public record Night(AccountingDay day, long epoch, SettlementSettings settings, Clock clock) {

    public LocalDate date() {
        return day.date();
    }

    /** First instant the books know: rows before it are part of the opening balances. */
    public Instant booksBegin() {
        return AccountingDay.of(settings.firstDay(), settings.zone()).from();
    }

    /** Whether creators are paid on this day. */
    public boolean isPayoutDay() {
        return settings.payoutDays().contain(date());
    }

    /** Whether creators would be paid on this day if the calendar knew its year. */
    public boolean isPayoutDayUndecided() {
        PayoutDays days = settings.payoutDays();
        return days.isUndecided(date()) && days.names(date());
    }

    public Instant now() {
        return clock.instant();
    }
}
