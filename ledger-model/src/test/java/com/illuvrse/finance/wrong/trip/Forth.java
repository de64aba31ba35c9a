package com.illuvrse.finance.wrong.trip;

import com.illuvrse.finance.wrong.round.Back;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public record Forth(@Nullable Back back) {}
