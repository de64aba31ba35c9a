package com.illuvrse.finance.money;

/** Two currencies met where one was needed. */
public final class CurrencyMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CurrencyMismatchException(Currency expected, Currency found) {
        super("expected an amount in " + expected + ", found one in " + found);
    }
}
