package com.illuvrse.finance.royalty;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.List;

/**
 * What one party gets of a release, or gives back of a refund, by where it goes. The platform has
 * only {@code payable}, which is its commission.
 */
public record PartyAmounts(String party, long payable, long reserve, List<Advanced> advances) {

    public PartyAmounts {
        advances = List.copyOf(advances);
    }

    /** Books the amounts as given to the party. */
    public void credit(JournalEntry.Draft entry, Currency currency) {
        if (party.equals(Party.PLATFORM)) {
            entry.credit(Accounts.COMMISSION, Money.of(payable, currency));
            return;
        }
        entry.credit(Accounts.payable(party), Money.of(payable, currency));
        entry.credit(Accounts.reserve(party), Money.of(reserve, currency));
        for (Advanced advanced : advances) {
            entry.credit(
                    Accounts.advance(advanced.contract()), Money.of(advanced.amount(), currency));
        }
    }

    /** Books the amounts as taken back from the party. */
    public void debit(JournalEntry.Draft entry, Currency currency) {
        new PartyAmounts(
                        party,
                        Math.negateExact(payable),
                        Math.negateExact(reserve),
                        advances.stream()
                                .map(a -> new Advanced(a.contract(), -a.amount()))
                                .toList())
                .credit(entry, currency);
    }
}
