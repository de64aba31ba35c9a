package com.illuvrse.finance.exporters.s3;

/**
 * The archive did not answer, or refused, after all retries. Nothing is known to be wrong in it.
 */
public final class ArchiveUnavailableException extends ArchiveException {
    private static final long serialVersionUID = 1L;

    ArchiveUnavailableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
