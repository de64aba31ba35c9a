package com.illuvrse.finance.wrong.util;

/** Breaks a rule on purpose. */
public final class Helper {}
