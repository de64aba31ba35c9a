package com.illuvrse.finance.jobs.report;

/** No day of the period is sealed yet, so there is nothing to report, not even a draft. */
public final class ReportNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReportNotReadyException(String message) {
        super(message);
    }
}
