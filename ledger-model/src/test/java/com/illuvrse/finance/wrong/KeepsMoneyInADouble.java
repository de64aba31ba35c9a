package com.illuvrse.finance.wrong;

/** Breaks a rule on purpose. */
public record KeepsMoneyInADouble(double amount) {}
