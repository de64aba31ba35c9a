package com.illuvrse.finance.segment;

import com.illuvrse.finance.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * One account in one currency of a ledger that is being verified, with what moved on the day that
 * is read; in minor units, debit positive.
 */
final class Place implements Comparable<Place> {

    private final String account;
    private final Currency currency;
    private final @Nullable String stripeBalance;
    private long opening;
    private long debit;
    private long credit;

    Place(String account, Currency currency) {
        this.account = account;
        this.currency = currency;
        this.stripeBalance = stripeBalance(account);
    }

    private static @Nullable String stripeBalance(String account) {
        if (account.startsWith("assets:stripe:payments:")) {
            return "payments";
        }
        return switch (account) {
            case "assets:stripe:reserve" -> "risk_reserved";
            case "assets:stripe:issuing" -> "issuing";
            case "assets:stripe:prefunding" -> "refund_and_dispute_prefunding";
            default -> null;
        };
    }

    /** Adds one line of an entry. */
    void post(boolean isDebit, long amount) {
        if (isDebit) {
            debit = Math.addExact(debit, amount);
        } else {
            credit = Math.addExact(credit, amount);
        }
    }

    /** Ends a day: its closing balance is the opening one of the next. */
    void nextDay() {
        opening = closing();
        debit = 0;
        credit = 0;
    }

    /** Whether the day's balances must have a row for it. */
    boolean hasRow() {
        return opening != 0 || debit != 0 || credit != 0;
    }

    /** Whether its balance must be explained by open breaks. */
    boolean isClearing() {
        return account.startsWith("assets:clearing:") || account.startsWith("assets:suspense:");
    }

    /** Whether it is what a contract's advance still is. */
    boolean isAdvance() {
        return account.startsWith("assets:advances:");
    }

    String account() {
        return account;
    }

    Currency currency() {
        return currency;
    }

    /** Stripe's name of the balance this account mirrors; null when it mirrors none. */
    @Nullable String stripeBalance() {
        return stripeBalance;
    }

    long opening() {
        return opening;
    }

    long debit() {
        return debit;
    }

    long credit() {
        return credit;
    }

    long closing() {
        return Math.subtractExact(Math.addExact(opening, debit), credit);
    }

    @Override
    public int compareTo(Place other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : currency.compareTo(other.currency);
    }

    @Override
    public String toString() {
        return account + " " + currency;
    }
}
