package com.illuvrse.finance.reconciliation;

/** How soon somebody has to look at a break. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH
}
