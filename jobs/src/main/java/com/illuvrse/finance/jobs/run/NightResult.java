package com.illuvrse.finance.jobs.run;

import java.time.LocalDate;

/**
 * How one night ended.
 *
 * @param settledNow whether it was settled by this run, and not found sealed
 * @param openBreaks breaks open at the end of the day
 */
public record NightResult(LocalDate day, boolean settledNow, long openBreaks) {}
