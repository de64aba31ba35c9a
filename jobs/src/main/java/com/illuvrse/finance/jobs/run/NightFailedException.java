package com.illuvrse.finance.jobs.run;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A night ended before its last step; nothing is lost, the same command goes on. */
public final class NightFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NightFailedException(LocalDate date, String step, @Nullable Throwable cause) {
        super(
                "the night of %s ended in step %s; run the same command again when the cause is gone"
                        .formatted(date, step),
                cause);
    }
}
