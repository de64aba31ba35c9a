package com.illuvrse.finance.jobs.report;

/** There is no such kind of report, or it has no such period; whoever asked was wrong. */
public final class UnknownReportException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public UnknownReportException(String message) {
        super(message);
    }
}
