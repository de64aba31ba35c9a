package com.illuvrse.finance.exporters.wrong;

import java.time.Clock;
import java.time.Instant;

/** Breaks a rule on purpose. */
public final class ReadsTheClock {

    private ReadsTheClock() {}

    public static Instant now() {
        return Instant.now(Clock.systemUTC());
    }
}
