package com.illuvrse.finance.exporters.s3;

/** The archive does not hold what it should: a wrong digest, a missing lock, a second version. */
public class ArchiveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArchiveException(String sentence) {
        super(sentence);
    }

    ArchiveException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
