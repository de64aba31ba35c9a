package com.illuvrse.finance.jobs.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Another process settles now; nothing of the transaction was written. */
public final class EpochOverException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String SQL_STATE = "ZF001";

    EpochOverException(long epoch, Throwable cause) {
        super(
                "epoch "
                        + epoch
                        + " is over, another process settles now; nothing of this step was written,"
                        + " leave it to the other process",
                cause);
    }

    static boolean isCauseOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SQL_STATE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
