package com.illuvrse.finance.exporters.wrong.round;

import com.illuvrse.finance.exporters.wrong.trip.Forth;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public record Back(@Nullable Forth forth) {}
