package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.account.ChartOfAccounts.Numbered;
import com.illuvrse.finance.exporters.books.Books;
import com.illuvrse.finance.exporters.books.Translation;
import com.illuvrse.finance.exporters.books.TrialLine;
import com.illuvrse.finance.jobs.postgres.BookFacts.Ends;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/**
 * What every account number has and had in every currency, minor units, debit positive: as the cuts
 * drew it, and as the postings of the month add up.
 */
final class AccountSums {

    /** Sorts before every number; paths the chart does not know are added up here. */
    static final String UNMAPPED = "";

    /** A number in a currency. */
    record Place(String number, Currency currency) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byNumber = number.compareTo(other.number);
            return byNumber != 0 ? byNumber : currency.compareTo(other.currency);
        }
    }

    /** What is known of one place. */
    static final class Sums {
        private long beginning;
        private long ending;
        private long moved;
        private long reportingBefore;
        private long reportingMoved;

        long moved() {
            return moved;
        }

        long reportingMoved() {
            return reportingMoved;
        }
    }

    private final ChartOfAccounts chart;
    private final Books books;
    private final Map<AccountId, Optional<Numbered>> known = new HashMap<>();
    private final TreeSet<AccountId> unmapped = new TreeSet<>();
    private final TreeMap<Place, Sums> sums = new TreeMap<>();
    private final Set<Currency> withoutRate = new HashSet<>();

    AccountSums(ChartOfAccounts chart, Books books) {
        this.chart = chart;
        this.books = books;
    }

    /** The account of an accounting package; one that is missing is remembered. */
    Optional<Numbered> numbered(AccountId account) {
        Optional<Numbered> found =
                known.computeIfAbsent(
                        account, path -> chart.lineOf(path).map(ChartOfAccounts.Line::account));
        if (found.isEmpty()) {
            unmapped.add(account);
        }
        return found;
    }

    /** Paths with a balance or a posting that have no line in the chart. */
    Set<AccountId> unmapped() {
        return unmapped;
    }

    private Sums at(AccountId account, Currency currency) {
        String number = numbered(account).map(Numbered::number).orElse(UNMAPPED);
        return sums.computeIfAbsent(new Place(number, currency), place -> new Sums());
    }

    /** Adds the balances of an account as they were drawn. */
    void drawn(Ends ends) {
        Sums sum = at(ends.account(), ends.currency());
        sum.beginning = Math.addExact(sum.beginning, ends.beginning());
        sum.ending = Math.addExact(sum.ending, ends.ending());
    }

    /** Adds an entry of an earlier month, in the reporting currency. */
    void before(JournalEntry entry, Translation translated) {
        withoutRate.addAll(translated.missing());
        foreign(
                entry,
                translated,
                (posting, amount) -> {
                    Sums sum = at(posting.account(), posting.amount().currency());
                    sum.reportingBefore = Math.addExact(sum.reportingBefore, amount);
                });
    }

    /** Postings of other currencies than the reporting one, and what each is in that, signed. */
    void foreign(JournalEntry entry, Translation translated, ObjLongConsumer<Posting> consumer) {
        for (int i = 0; i < entry.postings().size(); i++) {
            Posting posting = entry.postings().get(i);
            Money amount = translated.amounts().get(i);
            if (amount != null && !posting.amount().currency().equals(books.reporting())) {
                consumer.accept(posting, signed(posting, amount.minor()));
            }
        }
    }

    /** Adds an entry of the month. */
    void moved(JournalEntry entry, Translation translated) {
        withoutRate.addAll(translated.missing());
        for (int i = 0; i < entry.postings().size(); i++) {
            Posting posting = entry.postings().get(i);
            Sums sum = at(posting.account(), posting.amount().currency());
            sum.moved = Math.addExact(sum.moved, posting.signedMinor());
            Money amount = translated.amounts().get(i);
            if (amount != null) {
                sum.reportingMoved =
                        Math.addExact(sum.reportingMoved, signed(posting, amount.minor()));
            }
        }
    }

    static long signed(Posting posting, long amount) {
        return posting.side() == Side.D ? amount : Math.negateExact(amount);
    }

    SortedMap<Place, Sums> all() {
        return sums;
    }

    /** Every number with a balance or movement, by number and currency. */
    List<TrialLine> trialBalance() {
        List<TrialLine> lines = new ArrayList<>();
        sums.forEach(
                (place, sum) -> {
                    long before =
                            place.currency().equals(books.reporting())
                                    ? sum.beginning
                                    : sum.reportingBefore;
                    lines.add(
                            new TrialLine(
                                    books,
                                    place.number(),
                                    place.currency(),
                                    sum.beginning,
                                    sum.ending,
                                    withoutRate.contains(place.currency())
                                            ? null
                                            : new TrialLine.Ends(
                                                    before,
                                                    Math.addExact(before, sum.reportingMoved))));
                });
        return lines;
    }

    /** Places whose balances drawn at the cuts are not what the postings add up to, in words. */
    List<String> notRolledForward() {
        List<String> wrong = new ArrayList<>();
        sums.forEach(
                (place, sum) -> {
                    if (Math.addExact(sum.beginning, sum.moved) != sum.ending) {
                        wrong.add(
                                "%s %s: %d and %d posted is not %d"
                                        .formatted(
                                                place.number(),
                                                place.currency(),
                                                sum.beginning,
                                                sum.moved,
                                                sum.ending));
                    }
                });
        return wrong;
    }

    /**
     * Currencies whose balances do not add up to zero, in words; the reporting currency as well.
     */
    List<String> notZero() {
        TreeMap<String, Long> totals = new TreeMap<>();
        for (TrialLine line : trialBalance()) {
            add(totals, line.currency() + " at the beginning", line.beginning());
            add(totals, line.currency() + " at the end", line.ending());
            TrialLine.Ends reporting = line.reporting();
            if (reporting != null) {
                add(totals, "reporting at the beginning", reporting.beginning());
                add(totals, "reporting at the end", reporting.ending());
            }
        }
        return totals.entrySet().stream()
                .filter(total -> total.getValue() != 0)
                .map(total -> total.getKey() + ": " + total.getValue())
                .toList();
    }

    private static void add(Map<String, Long> totals, String name, long amount) {
        totals.merge(name, amount, Math::addExact);
    }
}
