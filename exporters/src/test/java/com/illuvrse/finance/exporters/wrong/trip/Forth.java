package com.illuvrse.finance.exporters.wrong.trip;

import com.illuvrse.finance.exporters.wrong.round.Back;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public record Forth(@Nullable Back back) {}
