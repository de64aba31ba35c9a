package com.illuvrse.finance.jobs.wrong;

import com.illuvrse.finance.scheduler.command.Finance;

/** Breaks a rule on purpose. */
public record KnowsTheScheduler(Finance finance) {}
