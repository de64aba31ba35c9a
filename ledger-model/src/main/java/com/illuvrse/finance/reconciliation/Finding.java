package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Something one night found wrong, before it is known whether the night before found it too.
 *
 * @param ref the id the type asks for: a balance transaction, an order, a contract, a file
 * @param account the clearing or suspense account whose balance this explains
 * @param amount signed, debit positive when there is an account
 * @param detail a sentence for a person: what was expected, what was found
 * @param settledBy the rule by which the same night closed it at once, as rounding of a currency
 *     does; null when it is open
 */
public record Finding(
        BreakType type,
        String ref,
        @Nullable AccountId account,
        @Nullable Money amount,
        String detail,
        @Nullable String settledBy) {

    public Finding {
        if (account != null && amount == null) {
            throw new IllegalArgumentException(
                    type + " " + ref + " names " + account + " but no amount of its balance");
        }
    }

    public BreakKey key() {
        return new BreakKey(type, ref);
    }

    /** A finding without an amount. */
    public static Finding of(BreakType type, String ref, String detail) {
        return new Finding(type, ref, null, null, detail, null);
    }

    /** A finding of an amount that lies on no clearing account. */
    public static Finding of(BreakType type, String ref, Money amount, String detail) {
        return new Finding(type, ref, null, amount, detail, null);
    }

    /** A finding that explains a part of a clearing or suspense account, debit positive. */
    public static Finding on(
            AccountId account, BreakType type, String ref, Money amount, String detail) {
        return new Finding(type, ref, account, amount, detail, null);
    }

    /** The same finding, closed on the spot by a named rule. */
    public Finding settledBy(String rule) {
        return new Finding(type, ref, account, amount, detail, rule);
    }
}
