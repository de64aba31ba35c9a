package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Currency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What moved between groups of accounts, in minor units by currency: entry by entry, each from the
 * accounts debited to the accounts credited.
 *
 * <p>So a charge goes from what Stripe holds to the buyers' payments, a sale from those to escrow
 * and tax, a release from escrow to creators and commission. Between two places of money, such as
 * Stripe and the bank, it goes the other way, as the money does. Movements inside a group are none.
 *
 * <p>Where an entry has several groups on both sides, they are matched in the order of the groups;
 * the sums of each group are exact either way.
 */
final class MoneyFlows {

    /** One band of the picture. */
    record Flow(AccountGroup from, AccountGroup to, long minor) {}

    private record Ends(AccountGroup from, AccountGroup to) implements Comparable<Ends> {
        @Override
        public int compareTo(Ends other) {
            int byFrom = from.compareTo(other.from);
            return byFrom != 0 ? byFrom : to.compareTo(other.to);
        }
    }

    private final TreeMap<Currency, TreeMap<Ends, Long>> sums = new TreeMap<>();

    void add(JournalEntry entry) {
        TreeMap<Currency, EnumMap<AccountGroup, Long>> moved = new TreeMap<>();
        for (Posting posting : entry.postings()) {
            long signed =
                    posting.side() == Side.D
                            ? posting.amount().minor()
                            : Math.negateExact(posting.amount().minor());
            moved.computeIfAbsent(
                            posting.amount().currency(),
                            currency -> new EnumMap<>(AccountGroup.class))
                    .merge(AccountGroup.of(posting.account()), signed, Math::addExact);
        }
        moved.forEach(this::match);
    }

    /** Matches debits and credits of one entry and currency; both add up to the same. */
    private void match(Currency currency, Map<AccountGroup, Long> moved) {
        EnumMap<AccountGroup, Long> credits = new EnumMap<>(AccountGroup.class);
        moved.forEach(
                (group, signed) -> {
                    if (signed < 0) {
                        credits.put(group, -signed);
                    }
                });
        moved.forEach(
                (debited, signed) -> {
                    long open = Math.max(signed, 0);
                    for (Map.Entry<AccountGroup, Long> credit : credits.entrySet()) {
                        long part = Math.min(open, credit.getValue());
                        if (part > 0) {
                            put(currency, debited, credit.getKey(), part);
                            credit.setValue(credit.getValue() - part);
                            open -= part;
                        }
                    }
                });
    }

    private void put(Currency currency, AccountGroup debited, AccountGroup credited, long minor) {
        boolean asMoneyGoes = debited.isPlace() && credited.isPlace();
        Ends ends = asMoneyGoes ? new Ends(credited, debited) : new Ends(debited, credited);
        sums.computeIfAbsent(currency, any -> new TreeMap<>()).merge(ends, minor, Math::addExact);
    }

    /** The bands of each currency, in the order of the groups. */
    SortedMap<Currency, List<Flow>> byCurrency() {
        TreeMap<Currency, List<Flow>> flows = new TreeMap<>();
        sums.forEach(
                (currency, ends) -> {
                    List<Flow> list = new ArrayList<>();
                    ends.forEach((end, minor) -> list.add(new Flow(end.from(), end.to(), minor)));
                    flows.put(currency, List.copyOf(list));
                });
        return Collections.unmodifiableSortedMap(flows);
    }
}
