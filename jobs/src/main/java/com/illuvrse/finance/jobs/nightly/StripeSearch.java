package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.StripeDifferences;
import com.illuvrse.finance.jobs.postgres.StripeDifferences.Amount;
import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides whether rows have to be searched for: our books, with every row that is kept, do not hold
 * what Stripe says it holds.
 *
 * <p>A row may be missing because a page did not have it, or because it is older than the days that
 * are pulled every night. Both are found by reading further back, once: a difference for which
 * nothing was found is not searched for again until it changes. Nothing is ever made up for it.
 */
final class StripeSearch {

    private final StripeFeed stripe;
    private final StripeDifferences differences;

    StripeSearch(Database database, StripeFeed stripe) {
        this.stripe = stripe;
        this.differences = new StripeDifferences(database);
    }

    /** What the books have above Stripe's answer, by balance type and currency, without zeros. */
    List<Amount> differences(Night night, StripeBalance answer) {
        SortedMap<String, SortedMap<Currency, Long>> above = new TreeMap<>();
        for (Amount held : differences.held(night.day(), night.booksBegin())) {
            add(above, held.balanceType(), held.currency(), held.minor());
        }
        answer.types()
                .forEach(
                        (type, parts) ->
                                parts.forEach(
                                        (currency, part) ->
                                                add(
                                                        above,
                                                        type,
                                                        currency,
                                                        Math.negateExact(part.sum()))));
        List<Amount> found = new ArrayList<>();
        above.forEach(
                (type, sums) ->
                        sums.forEach(
                                (currency, sum) -> {
                                    if (sum != 0) {
                                        found.add(new Amount(type, currency, sum));
                                    }
                                }));
        return found;
    }

    private static void add(
            SortedMap<String, SortedMap<Currency, Long>> sums,
            String type,
            Currency currency,
            long minor) {
        sums.computeIfAbsent(type, each -> new TreeMap<>()).merge(currency, minor, Math::addExact);
    }

    /**
     * Whether these differences may be rows that can be found: they are not the ones that were
     * searched for in vain, and not the opening balances, which the first night does not know yet.
     */
    boolean isWorthwhile(Night night, List<Amount> found) {
        if (found.isEmpty() || isSearchedInVain(night, found)) {
            return false;
        }
        boolean firstNight = night.date().equals(night.settings().firstDay());
        return !(firstNight && stripe.hasRowsBefore(night.booksBegin()));
    }

    /** Whether the night before ended with the same differences after a search. */
    boolean isSearchedInVain(Night night, List<Amount> found) {
        LocalDate before = night.date().minusDays(1);
        return found.equals(differences.searchedInVain(before));
    }

    /** Keeps what stands at the end of the pull, within the running transaction. */
    void keep(Night night, List<Amount> found, boolean searched) {
        differences.keep(night.date(), found, searched || isSearchedInVain(night, found));
    }
}
