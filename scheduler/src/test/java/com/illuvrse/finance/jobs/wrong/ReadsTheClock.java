package com.illuvrse.finance.jobs.wrong;

import java.time.Instant;

/** Breaks a rule on purpose. */
public final class ReadsTheClock {
    Instant wrong() {
        return Instant.now();
    }
}
