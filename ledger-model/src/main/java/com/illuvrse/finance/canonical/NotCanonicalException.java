package com.illuvrse.finance.canonical;

/** A value was about to be written that no signed file may hold (segment format, section 1). */
public final class NotCanonicalException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public NotCanonicalException(String message) {
        super(message);
    }
}
