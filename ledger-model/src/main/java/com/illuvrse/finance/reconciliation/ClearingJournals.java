package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What journals of persons move on clearing and suspense accounts. No feed explains it, so each
 * part is a break of its own until a person says which break it was booked for.
 */
public final class ClearingJournals {

    /**
     * What one journal moved on one clearing or suspense account in one currency.
     *
     * @param sum debit positive, not zero
     * @param reverses the journal it takes back; null when it takes back none
     */
    public record Part(String journal, AccountId account, Money sum, @Nullable String reverses) {

        BreakKey key() {
            return ClearingJournals.key(journal, account, sum.currency());
        }

        /** The part this one takes back exactly; empty when it takes back none. */
        Optional<BreakKey> reversed() {
            return Optional.ofNullable(reverses)
                    .map(journal -> ClearingJournals.key(journal, account, sum.currency()));
        }
    }

    private ClearingJournals() {}

    /** The break of a journal's part: {@code <journal>:<account>:<currency>}. */
    static BreakKey key(String journal, AccountId account, Currency currency) {
        return new BreakKey(
                BreakType.CLEARING_JOURNAL, journal + ":" + account.path() + ":" + currency.code());
    }

    /** The breaks that the parts of a day open. */
    public static List<Finding> findings(Collection<Part> parts) {
        List<Finding> findings = new ArrayList<>();
        for (Part part : parts) {
            findings.add(
                    Finding.on(
                            part.account(),
                            BreakType.CLEARING_JOURNAL,
                            part.key().ref(),
                            part.sum(),
                            "journal %s moved %s on %s, and nobody said what for"
                                    .formatted(part.journal(), part.sum(), part.account())));
        }
        return findings;
    }
}
