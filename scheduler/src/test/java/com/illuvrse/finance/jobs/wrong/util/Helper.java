package com.illuvrse.finance.jobs.wrong.util;

/** Breaks a rule on purpose. */
public final class Helper {}
