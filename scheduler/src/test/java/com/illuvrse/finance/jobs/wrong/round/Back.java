package com.illuvrse.finance.jobs.wrong.round;

import com.illuvrse.finance.jobs.wrong.trip.Forth;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public record Back(@Nullable Forth forth) {}
