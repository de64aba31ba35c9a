package com.illuvrse.finance.exporters.report;

/** A report set is not what its signed manifest says, or the manifest is not one. */
public final class ReportManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReportManifestException(String sentence) {
        super(sentence);
    }

    ReportManifestException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
