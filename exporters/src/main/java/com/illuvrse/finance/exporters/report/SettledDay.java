package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.parquet.PayoutRow;
import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The figures of one sealed day as {@link SettlementPage} shows them, gathered row by row in any
 * order. It keeps sums and a hundred breaks, so a day of millions of entries takes no more memory
 * than a day of ten.
 */
public final class SettledDay {

    /** Breaks the page shows; the others are counted. */
    static final int SHOWN_BREAKS = 100;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Comparator<Break> GRAVEST_FIRST =
            Comparator.comparing(Break::isOpen)
                    .reversed()
                    .thenComparing(Comparator.comparing(Break::severity).reversed())
                    .thenComparing(Break::openedOn)
                    .thenComparing(Break::key);

    /** Opening and closing balance of a group, debit positive, in minor units. */
    record GroupBalance(long opening, long closing) {

        GroupBalance plus(AccountBalance balance) {
            return new GroupBalance(
                    Math.addExact(opening, balance.opening()),
                    Math.addExact(closing, balance.closing()));
        }

        boolean isZero() {
            return opening == 0 && closing == 0;
        }
    }

    /** A group, apart for assets, liabilities and the rest where it holds several of them. */
    record Bar(AccountGroup.Kind kind, AccountGroup group) implements Comparable<Bar> {
        @Override
        public int compareTo(Bar other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : group.compareTo(other.group);
        }
    }

    /** Creators of a payout run with one fate. */
    record PayoutGroup(String batch, Currency currency, PayoutReason reason, String status)
            implements Comparable<PayoutGroup> {

        private static final Comparator<PayoutGroup> ORDER =
                Comparator.comparing(PayoutGroup::batch)
                        .thenComparing(PayoutGroup::currency)
                        .thenComparing(Comparator.comparing(PayoutGroup::reason).reversed())
                        .thenComparing(PayoutGroup::status);

        @Override
        public int compareTo(PayoutGroup other) {
            return ORDER.compare(this, other);
        }
    }

    /** Sums of such a group in minor units. */
    record PayoutSums(long creators, long available, long withheld, long net) {

        static final PayoutSums NONE = new PayoutSums(0, 0, 0, 0);

        PayoutSums plus(PayoutRow row) {
            return new PayoutSums(
                    creators + 1,
                    Math.addExact(available, row.available()),
                    Math.addExact(withheld, row.withheld()),
                    Math.addExact(net, row.net()));
        }
    }

    private final SealedDay sealed;
    private final int segment;
    private final String logRoot;
    private final MoneyFlows flows = new MoneyFlows();
    private final TreeMap<Currency, TreeMap<Bar, GroupBalance>> balances = new TreeMap<>();
    private final TreeMap<PayoutGroup, PayoutSums> payouts = new TreeMap<>();
    private final List<ReconciliationRow> reconciliation = new ArrayList<>();
    private final PriorityQueue<Break> breaks = new PriorityQueue<>(GRAVEST_FIRST.reversed());
    private final EnumMap<Severity, Long> open = new EnumMap<>(Severity.class);
    private long breakRows;
    private long closed;
    private boolean payoutsLocked;
    private final TreeMap<Currency, Long> busy = new TreeMap<>();
    private long entries;
    private long late;

    private SettledDay(SealedDay sealed, int segment, String logRoot) {
        this.sealed = sealed;
        this.segment = segment;
        this.logRoot = logRoot;
    }

    /**
     * Starts with a day that is sealed.
     *
     * @param segment its number
     * @param logRoot log root over all segments up to this one, lower-case hex
     */
    public static SettledDay of(SealedDay sealed, int segment, String logRoot) {
        if (segment < 0 || !DIGEST.matcher(logRoot).matches()) {
            throw new IllegalArgumentException(
                    "a sealed day has a segment number and a log root of 64 hex digits, found %d and \"%s\""
                            .formatted(segment, logRoot));
        }
        return new SettledDay(sealed, segment, logRoot);
    }

    /** Adds an entry booked that day. */
    public SettledDay add(JournalEntry entry) {
        if (!entry.bookedOn().equals(sealed.day())) {
            throw new IllegalArgumentException(
                    "entry %s is booked on %s, but this is the page of %s"
                            .formatted(entry.source(), entry.bookedOn(), sealed.day()));
        }
        entries++;
        if (entry.late()) {
            late++;
        }
        entry.postings().stream()
                .map(posting -> posting.amount().currency())
                .distinct()
                .forEach(currency -> busy.merge(currency, 1L, Math::addExact));
        flows.add(entry);
        return this;
    }

    /** Adds an account with its opening and closing balance. */
    public SettledDay add(AccountBalance balance) {
        Bar bar = new Bar(AccountGroup.kind(balance.account()), AccountGroup.of(balance.account()));
        balances.computeIfAbsent(balance.currency(), currency -> new TreeMap<>())
                .compute(
                        bar,
                        (same, sum) -> (sum == null ? new GroupBalance(0, 0) : sum).plus(balance));
        return this;
    }

    /** Adds a break that is open, or was opened or closed that day. */
    public SettledDay add(Break row) {
        breakRows++;
        if (row.isOpen()) {
            open.merge(row.severity(), 1L, Math::addExact);
            payoutsLocked |= row.type().locksPayouts();
        } else {
            closed++;
        }
        breaks.add(row);
        if (breaks.size() > SHOWN_BREAKS) {
            breaks.poll();
        }
        return this;
    }

    /** Adds one of Stripe's balances. */
    public SettledDay add(ReconciliationRow row) {
        reconciliation.add(row);
        return this;
    }

    /** Adds a creator a payout run looked at. */
    public SettledDay add(PayoutRow row) {
        payouts.merge(
                new PayoutGroup(row.batch(), row.currency(), row.reason(), row.status()),
                PayoutSums.NONE.plus(row),
                (a, b) -> a.plus(row));
        return this;
    }

    SealedDay sealed() {
        return sealed;
    }

    int segment() {
        return segment;
    }

    /** The head of the ledger, as {@code finance verify} prints it. */
    String head() {
        return (segment + 1) + ":" + logRoot;
    }

    long entries() {
        return entries;
    }

    long lateEntries() {
        return late;
    }

    /** Currencies with entries or balances, those with most entries first. */
    List<Currency> currencies() {
        TreeSet<Currency> all = new TreeSet<>(busy.keySet());
        all.addAll(balances.keySet());
        return all.stream()
                .sorted(
                        Comparator.comparing((Currency currency) -> busy.getOrDefault(currency, 0L))
                                .reversed()
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The bands of a currency, none when nothing moved in it. */
    List<MoneyFlows.Flow> flows(Currency currency) {
        return flows.byCurrency().getOrDefault(currency, List.of());
    }

    /** Groups that have or had a balance in a currency. */
    Map<Bar, GroupBalance> balances(Currency currency) {
        TreeMap<Bar, GroupBalance> bars =
                new TreeMap<>(balances.getOrDefault(currency, new TreeMap<>()));
        bars.values().removeIf(GroupBalance::isZero);
        return Collections.unmodifiableMap(bars);
    }

    SortedMap<PayoutGroup, PayoutSums> payouts() {
        return Collections.unmodifiableSortedMap(payouts);
    }

    List<ReconciliationRow> reconciliation() {
        return reconciliation.stream()
                .sorted(
                        Comparator.comparing(ReconciliationRow::currency)
                                .thenComparing(ReconciliationRow::balanceType))
                .toList();
    }

    /** The gravest breaks: open ones first, then by severity and age. */
    List<Break> shownBreaks() {
        return breaks.stream().sorted(GRAVEST_FIRST).toList();
    }

    long hiddenBreaks() {
        return breakRows - breaks.size();
    }

    long openBreaks() {
        return open.values().stream().mapToLong(Long::longValue).sum();
    }

    long openBreaks(Severity severity) {
        return open.getOrDefault(severity, 0L);
    }

    /** Breaks that were closed or only reported that day. */
    long closedBreaks() {
        return closed;
    }

    boolean payoutsLocked() {
        return payoutsLocked;
    }
}
