package com.illuvrse.finance.payout;

/** What a person says of a payout batch. */
public enum Decision {
    APPROVE,
    REJECT
}
