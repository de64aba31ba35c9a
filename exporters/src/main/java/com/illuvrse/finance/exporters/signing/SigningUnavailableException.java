package com.illuvrse.finance.exporters.signing;

/**
 * The key store did not answer, or refused, after all retries. Nothing was signed: the day is held
 * and the same command can be run again later.
 */
public final class SigningUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SigningUnavailableException(String sentence) {
        super(sentence);
    }

    public SigningUnavailableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
