package com.illuvrse.finance.jobs.wrong;

import org.quartz.Scheduler;

/** Breaks a rule on purpose. */
public record KnowsQuartz(Scheduler scheduler) {}
