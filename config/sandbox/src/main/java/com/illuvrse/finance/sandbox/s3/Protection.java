package com.illuvrse.finance.sandbox.s3;

import org.jspecify.annotations.Nullable;

/** What keeps a version from being removed: a retention, a legal hold, both or nothing. */
record Protection(@Nullable Retention retention, boolean legalHold) {
    static final Protection NONE = new Protection(null, false);

    Protection withRetention(@Nullable Retention other) {
        return new Protection(other, legalHold);
    }

    Protection withLegalHold(boolean on) {
        return new Protection(retention, on);
    }
}
