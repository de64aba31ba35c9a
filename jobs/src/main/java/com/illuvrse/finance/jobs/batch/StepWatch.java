package com.illuvrse.finance.jobs.batch;

import java.time.Duration;

/** Is told when a step has ended well, to show progress. */
@FunctionalInterface
public interface StepWatch {
    void ended(String step, Duration took);
}
