package com.illuvrse.finance.wrong.round;

import com.illuvrse.finance.wrong.trip.Forth;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public record Back(@Nullable Forth forth) {}
