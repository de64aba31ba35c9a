package com.illuvrse.finance.exporters.wrong.util;

/** Breaks a rule on purpose. */
public final class Helper {}
