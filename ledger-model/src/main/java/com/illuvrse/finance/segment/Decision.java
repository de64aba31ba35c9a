package com.illuvrse.finance.segment;

/** What a person says of a payout batch. */
public enum Decision {
    APPROVE,
    REJECT
}
