package com.illuvrse.finance.jobs.batch;

/** The night was told to stop and did so between two pieces of work; run it again to go on. */
public final class NightStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NightStoppedException() {
        super("the night was told to stop; the same command goes on where it ended");
    }
}
