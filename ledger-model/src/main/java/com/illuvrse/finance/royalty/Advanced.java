package com.illuvrse.finance.royalty;

/** An amount of a contract's advance, in minor units. */
public record Advanced(String contract, long amount) {}
