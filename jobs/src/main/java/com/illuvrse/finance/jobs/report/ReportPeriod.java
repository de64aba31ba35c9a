package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.journal.Period;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A period as far as it is sealed.
 *
 * @param lastSealed the period's last day, or the last sealed one before it
 * @param known the last sealed day of all: what a set by the day of the sale or payment looks at
 */
record ReportPeriod(Period period, LocalDate lastSealed, LocalDate known, ZoneId zone) {

    LocalDate firstDay() {
        return period.firstDay();
    }

    /** The same period as far as it was sealed on an earlier day. */
    ReportPeriod asKnown(LocalDate day) {
        LocalDate earlier = day.isBefore(known) ? day : known;
        return new ReportPeriod(
                period, earlier.isBefore(lastSealed) ? earlier : lastSealed, earlier, zone);
    }

    boolean isComplete() {
        return lastSealed.equals(period.lastDay());
    }
}
