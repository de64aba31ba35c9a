package com.illuvrse.finance.jobs.run;

import java.time.LocalDate;

/** A night was begun with other settings or another program than it is run with now. */
public final class SettingsChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SettingsChangedException(LocalDate date, String what, String pinned, String found) {
        super(
                "the night of %s was begun with %s %s and is run with %s; put back what it was begun with"
                        .formatted(date, what, pinned, found));
    }
}
