package com.illuvrse.finance.money;

import java.math.BigDecimal;

/**
 * An amount in whole minor units of one currency, signed. Arithmetic overflows with an exception
 * and refuses to mix currencies; nothing here rounds.
 */
public record Money(long minor, Currency currency) {

    public static Money of(long minor, Currency currency) {
        return new Money(minor, currency);
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minor, sameCurrency(other).minor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, sameCurrency(other).minor), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minor), currency);
    }

    public Money abs() {
        return minor < 0 ? negated() : this;
    }

    public boolean isZero() {
        return minor == 0;
    }

    public boolean isPositive() {
        return minor > 0;
    }

    public boolean isNegative() {
        return minor < 0;
    }

    /**
     * The amount in major units with exactly the currency's digits: {@code 100.00}, {@code 10000}
     * for JPY.
     */
    public String toMajor() {
        return BigDecimal.valueOf(minor, currency.exponent()).toPlainString();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new CurrencyMismatchException(currency, other.currency);
        }
        return other;
    }

    @Override
    public String toString() {
        return currency + " " + toMajor();
    }
}
