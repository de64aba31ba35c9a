package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import java.util.Set;

/**
 * What a creator has with the platform in one currency, or what an entry changed of it, in minor
 * units.
 *
 * @param payable owed and free to be paid
 * @param held owed, and held while a dispute is open
 * @param reserve owed, and held back by contract
 * @param unrecouped what the creator's advances still have to earn back
 */
public record Holdings(long payable, long held, long reserve, long unrecouped) {

    public static final Holdings NONE = new Holdings(0, 0, 0, 0);

    /**
     * What an entry changes for one creator.
     *
     * @param advances contracts whose advance this creator earns back
     */
    public static Holdings changedBy(
            JournalEntry entry, String payee, Currency currency, Set<String> advances) {
        AccountId payableAccount = Accounts.payable(payee);
        AccountId heldAccount = Accounts.held(payee);
        AccountId reserveAccount = Accounts.reserve(payee);
        Holdings sum = NONE;
        for (Posting posting : entry.postings()) {
            if (!posting.amount().currency().equals(currency)) {
                continue;
            }
            long owed = Math.negateExact(posting.signedMinor());
            AccountId account = posting.account();
            if (account.equals(payableAccount)) {
                sum = sum.plus(new Holdings(owed, 0, 0, 0));
            } else if (account.equals(heldAccount)) {
                sum = sum.plus(new Holdings(0, owed, 0, 0));
            } else if (account.equals(reserveAccount)) {
                sum = sum.plus(new Holdings(0, 0, owed, 0));
            } else if (advances.stream().map(Accounts::advance).anyMatch(account::equals)) {
                sum = sum.plus(new Holdings(0, 0, 0, posting.signedMinor()));
            }
        }
        return sum;
    }

    public Holdings plus(Holdings other) {
        return new Holdings(
                Math.addExact(payable, other.payable),
                Math.addExact(held, other.held),
                Math.addExact(reserve, other.reserve),
                Math.addExact(unrecouped, other.unrecouped));
    }

    public Holdings minus(Holdings other) {
        return new Holdings(
                Math.subtractExact(payable, other.payable),
                Math.subtractExact(held, other.held),
                Math.subtractExact(reserve, other.reserve),
                Math.subtractExact(unrecouped, other.unrecouped));
    }

    public boolean isNothing() {
        return equals(NONE);
    }
}
