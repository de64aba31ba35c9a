package com.illuvrse.finance.exporters.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Until when an object cannot be deleted or replaced by a deletion.
 *
 * @param until whole seconds, as S3 keeps it
 */
public record ObjectLock(Mode mode, Instant until) {

    /** Who may lift a lock before its time. */
    public enum Mode {
        /** Whoever has the permission to. For tests and sandboxes. */
        GOVERNANCE,
        /** Nobody, the owner of the account included. */
        COMPLIANCE
    }

    public ObjectLock {
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether this lock is at least as strong as another one. */
    boolean covers(ObjectLock wanted) {
        return mode == wanted.mode && !until.isBefore(wanted.until);
    }

    @Override
    public String toString() {
        return mode + " until " + until;
    }
}
