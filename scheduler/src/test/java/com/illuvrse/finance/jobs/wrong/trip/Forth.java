package com.illuvrse.finance.jobs.wrong.trip;

import com.illuvrse.finance.jobs.wrong.round.Back;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public record Forth(@Nullable Back back) {}
