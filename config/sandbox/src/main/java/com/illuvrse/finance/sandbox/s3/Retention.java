package com.illuvrse.finance.sandbox.s3;

import java.time.Instant;

/** How long a version may not be removed, and whether anybody may lift that. */
record Retention(Mode mode, Instant until) {
    /** GOVERNANCE can be lifted by those allowed to bypass it, COMPLIANCE by nobody. */
    enum Mode {
        GOVERNANCE,
        COMPLIANCE
    }

    boolean isActive(Instant now) {
        return now.isBefore(until);
    }
}
