package com.illuvrse.finance.journal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One accounting day of the ledger: the half-open interval between two midnights of the ledger's
 * zone, so 23 or 25 hours long where clocks change (posting model, section 1).
 */
public record AccountingDay(LocalDate date, ZoneId zone) {

    public static AccountingDay of(LocalDate date, ZoneId zone) {
        return new AccountingDay(date, zone);
    }

    /** The accounting day an instant belongs to. */
    public static AccountingDay containing(Instant instant, ZoneId zone) {
        return new AccountingDay(instant.atZone(zone).toLocalDate(), zone);
    }

    /** First instant of the day, inclusive. */
    public Instant from() {
        return date.atStartOfDay(zone).toInstant();
    }

    /** First instant of the next day, exclusive end of this one. */
    public Instant to() {
        return date.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Last millisecond of the day, for facts without an instant of their own. */
    public Instant lastMillisecond() {
        return to().minusMillis(1);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from()) && instant.isBefore(to());
    }

    public AccountingDay next() {
        return new AccountingDay(date.plusDays(1), zone);
    }

    public AccountingDay previous() {
        return new AccountingDay(date.minusDays(1), zone);
    }
}
