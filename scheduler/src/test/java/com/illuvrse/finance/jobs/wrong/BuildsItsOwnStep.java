package com.illuvrse.finance.jobs.wrong;

import org.springframework.batch.core.step.builder.StepBuilder;

/** Breaks a rule on purpose. */
public record BuildsItsOwnStep(StepBuilder builder) {}
