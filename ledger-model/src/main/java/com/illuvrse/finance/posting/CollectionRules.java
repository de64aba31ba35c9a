package com.illuvrse.finance.posting;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A collection: Stripe evened out a creator's balance that stayed below zero with money of the
 * platform, so the creator owes it to the platform instead (posting model, section 4).
 *
 * <p>The row itself is posted against clearing like every other. Only the record of a payee says
 * whose account it was, so the creator's entry waits in clearing until that record is there.
 */
public final class CollectionRules {

    /** Stripe's name of the rows. */
    public static final String TYPE = "connect_collection_transfer";

    private CollectionRules() {}

    /** The source key of the creator's entry. */
    public static SourceKey key(String bt) {
        return SourceKey.of("collection", bt);
    }

    /**
     * The creator's entry: out of clearing, to the debit of what the creator is owed; the mirror
     * when Stripe gave the money back.
     *
     * @param payee whose account the row names
     * @param bookedOn the first open day on which the payee is known
     */
    public static JournalEntry post(
            BalanceTransaction row, String payee, LocalDate bookedOn, ZoneId zone) {
        Money covered = row.amountMoney().negated();
        return JournalEntry.of(key(row.id()), bookedOn, row.created())
                .effectiveOn(AccountingDay.containing(row.created(), zone).date())
                .ref("bt", row.id())
                .ref("stripe", row.links().source())
                .ref("payee", payee)
                .debit(Accounts.payable(payee), covered)
                .credit(Accounts.CLEARING_COLLECTION, covered)
                .build();
    }

    /**
     * What stands while no payee, or more than one, has the account a row names; found anew every
     * night.
     *
     * @param payees how many have it
     */
    public static Finding unclaimed(BalanceTransaction row, int payees) {
        String account = row.links().destination();
        String detail =
                "%s payee records name the account %s this collection covered; expected one: deliver it"
                        .formatted(payees == 0 ? "no" : payees, account == null ? "?" : account);
        return Finding.on(
                Accounts.CLEARING_COLLECTION,
                BreakType.PAYEE_MISSING,
                row.id(),
                row.amountMoney().negated(),
                detail);
    }
}
