package com.illuvrse.finance.exporters.attestation;

/** A time-stamp authority that is away, refuses, or answers something else; ask again later. */
public final class TimeStampUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TimeStampUnavailableException(String message) {
        super(message);
    }

    TimeStampUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
