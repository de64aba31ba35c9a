package com.illuvrse.finance.jobs.run;

/** Another process holds the right to run; it does the work. */
public final class AlreadyRunningException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AlreadyRunningException() {
        super(
                "another process settles this ledger right now; leave it to that process, or stop"
                        + " it first");
    }

    AlreadyRunningException(String sentence) {
        super(sentence);
    }
}
