package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The movements Stripe reports against the entries that book them, one for one (segment format,
 * section 7): each row of a day has its entry, each such entry its row, and the entry is what the
 * posting rules make of the row.
 *
 * <p>Rows and entries both come in order of time, so only those of one second are in memory at
 * once.
 */
final class RowsCheck {

    /** What is known of the rows of one balance today: count, net, entries, and their lines. */
    static final class Posted {
        private long rows;
        private long net;
        private long entries;
        private long legs;

        long rows() {
            return rows;
        }

        long net() {
            return net;
        }

        long entries() {
            return entries;
        }

        long legs() {
            return legs;
        }
    }

    private record Key(long created, String id) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byTime = Long.compare(created, other.created);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    private record AvailableEntry(String amounts, String where) {}

    private final long genesisEnds;
    private final SeenRows seen;
    private final CalculationCheck calculation;
    private final TreeMap<Currency, TreeMap<Instant, Long>> waiting = new TreeMap<>();
    private final TreeMap<BalanceKey, Posted> posted = new TreeMap<>();
    private final Map<String, BalanceTransaction> sameSecond = new HashMap<>();
    private final TreeMap<String, AvailableEntry> available = new TreeMap<>();
    private final List<BalanceTransaction> transfers = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable RowReader reader;
    private @Nullable BalanceTransaction ahead;
    private @Nullable Key last;
    private AccountingDay today;
    private String account = "";
    private String prefix = "";
    private SegmentFile ledger = new SegmentFile("");

    RowsCheck(AccountingDay genesis, SeenRows seen, CalculationCheck calculation) {
        this.genesisEnds = genesis.to().getEpochSecond();
        this.today = genesis;
        this.seen = seen;
        this.calculation = calculation;
    }

    /** Begins a day; whoever opened its rows closes them. */
    void begin(Day day, String stripeAccount, RowReader rows) throws VerificationException {
        today = day.manifest().day();
        account = stripeAccount;
        prefix = "stripe:" + account + ":bt:";
        ledger = day.folder().file(SegmentFolder.LEDGER);
        posted.clear();
        available.clear();
        transfers.clear();
        findings.clear();
        sameSecond.clear();
        last = null;
        reader = rows;
        ahead = nextRow(rows);
    }

    /** Takes the entry of a row, which must be among the rows of its second. */
    void entry(LedgerLine line, EntryDigest entryId, long occurredAt) throws VerificationException {
        String id = line.text(line.sourceFrom() + prefix.length(), line.sourceTo());
        requireSecond(occurredAt);
        BalanceTransaction row = sameSecond.remove(id);
        if (row == null) {
            requireOrderOfTheRest();
            throw refuse(
                    line.seq() + " " + line.source(),
                    "a row of " + Instant.ofEpochMilli(occurredAt),
                    "none");
        }
        requireSameEntry(line, row, occurredAt);
        Posted sums = sums(row);
        sums.entries++;
        sums.legs = Math.addExact(sums.legs, legs(line, row));
        seen.posted(entryId, row);
    }

    /** Moves to the rows of a second; all rows before it must have had their entry. */
    private void requireSecond(long occurredAt) throws VerificationException {
        BalanceTransaction next = ahead;
        while (next != null && next.created().toEpochMilli() <= occurredAt) {
            long created = next.created().toEpochMilli();
            if (created < occurredAt) {
                requireOrderOfTheRest();
                throw refuse(prefix + next.id(), "an entry for this row", "none");
            }
            requireAllPosted(created);
            sameSecond.put(next.id(), next);
            next = reader == null ? null : nextRow(reader);
            ahead = next;
        }
        requireAllPosted(occurredAt);
    }

    /** Rows out of order look like missing ones; the order is the better thing to say. */
    private void requireOrderOfTheRest() throws VerificationException {
        RowReader rest = reader;
        while (rest != null && nextRow(rest) != null) {
            ahead = null;
        }
    }

    private void requireAllPosted(long second) throws VerificationException {
        for (BalanceTransaction row : sameSecond.values()) {
            if (row.created().toEpochMilli() != second) {
                throw refuse(prefix + row.id(), "an entry for this row", "none");
            }
        }
    }

    private @Nullable BalanceTransaction nextRow(RowReader rows) throws VerificationException {
        Json.Obj json = rows.next();
        if (json == null) {
            return null;
        }
        BalanceTransaction row;
        try {
            row = StripeRow.of(json);
        } catch (ShapeException e) {
            throw rows.file().refuse(rows.where(), e);
        }
        last = rows.requireAfter(last, new Key(json.number("created"), row.id()));
        if (!row.account().equals(account)) {
            throw rows.refuse(COMPLETENESS_FAIL, "account", account, row.account());
        }
        long created = row.created().getEpochSecond();
        if (created < genesisEnds || !row.created().isBefore(today.to())) {
            throw rows.refuse(
                    PERIOD_MISMATCH,
                    "created",
                    "from the end of the genesis day to the end of this day",
                    row.created());
        }
        Posted sums = sums(row);
        sums.rows++;
        sums.net = Math.addExact(sums.net, row.net());
        if (row.becomesAvailableLater()) {
            waiting.computeIfAbsent(row.currency(), currency -> new TreeMap<>())
                    .merge(
                            AccountingDay.containing(row.availableOn(), today.zone()).from(),
                            row.net(),
                            Math::addExact);
        }
        if (row.type().equals("transfer") && row.amount() < 0 && row.links().charge() == null) {
            transfers.add(row);
        }
        seen.require(rows, row);
        calculation.row(json);
        return row;
    }

    private Posted sums(BalanceTransaction row) {
        return posted.computeIfAbsent(
                new BalanceKey(row.balanceType(), row.currency()), key -> new Posted());
    }

    private void requireSameEntry(LedgerLine line, BalanceTransaction row, long occurredAt)
            throws VerificationException {
        var expected = PostingRules.post(row, today.date(), today.zone());
        findings.addAll(expected.findings());
        JournalEntry entry = expected.entry();
        String where = line.seq() + " " + line.source();
        if (!isSame(entry.postings(), line.amounts())) {
            throw refuse(where + " lines", shown(entry.postings()), line.amounts());
        }
        if (entry.occurredAt().toEpochMilli() != occurredAt) {
            throw refuse(
                    where + " occurredAt", entry.occurredAt(), Instant.ofEpochMilli(occurredAt));
        }
        for (String name : List.of("bt", "order", "stripe")) {
            String named = entry.ref().get(name);
            String found = line.ref(name);
            if (named == null ? found != null : !named.equals(found)) {
                throw refuse(where + " ref." + name, named, found);
            }
        }
        String dispute = line.ref("dispute");
        if (dispute != null && !dispute.equals(row.links().source())) {
            throw refuse(where + " ref.dispute", "none or the row's source", dispute);
        }
        if (!entry.fx().equals(line.fx())) {
            throw refuse(where + " fx", entry.fx(), line.fx());
        }
    }

    private static boolean isSame(List<Posting> expected, LineAmounts found) {
        if (expected.size() != found.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            Posting posting = expected.get(i);
            if (posting.amount().minor() != found.amount(i)
                    || (posting.side() == Side.D) != found.isDebit(i)
                    || !posting.account().path().equals(found.place(i).account())
                    || !posting.amount().currency().equals(found.place(i).currency())) {
                return false;
            }
        }
        return true;
    }

    /** Lines as {@link LineAmounts} shows them. */
    private static String shown(List<Posting> postings) {
        List<String> lines = new ArrayList<>();
        for (Posting posting : postings) {
            lines.add(
                    posting.side()
                            + " "
                            + posting.account()
                            + " "
                            + posting.amount().currency()
                            + " "
                            + posting.amount().minor());
        }
        return lines.toString();
    }

    /** What the entry moved on the accounts of the row's balance; its net when there are none. */
    private static long legs(LedgerLine line, BalanceTransaction row) {
        if (PostingRules.stripeAccount(row).isEmpty()) {
            return row.net();
        }
        long legs = 0;
        for (int i = 0; i < line.amounts().size(); i++) {
            if (row.balanceType().equals(line.amounts().place(i).stripeBalance())) {
                legs = Math.addExact(legs, line.amounts().signed(i));
            }
        }
        return legs;
    }

    /** Takes an entry that moves money from pending to available; checked at the end of the day. */
    void available(LedgerLine line) throws VerificationException {
        String source = line.source();
        AvailableEntry entry =
                new AvailableEntry(line.amounts().toString(), line.seq() + " " + source);
        if (available.put(source, entry) != null) {
            throw ledger.refuse(DUPLICATE_KEY, source, "one entry", "another one");
        }
    }

    /** Ends a day: no row is left, and what became available was moved. */
    void end() throws VerificationException {
        requireSecond(Long.MAX_VALUE);
        requireAvailable();
        seen.requireAllOf(today, ledger);
        reader = null;
    }

    private void requireAvailable() throws VerificationException {
        for (Map.Entry<Currency, TreeMap<Instant, Long>> each : waiting.entrySet()) {
            Map<Instant, Long> due = each.getValue().headMap(today.to(), false);
            long net = 0;
            for (long amount : due.values()) {
                net = Math.addExact(net, amount);
            }
            due.clear();
            JournalEntry entry =
                    PostingRules.becomeAvailable(account, today, Money.of(net, each.getKey()))
                            .orElse(null);
            if (entry != null) {
                requireAvailable(entry);
            }
        }
        if (!available.isEmpty()) {
            AvailableEntry entry = available.firstEntry().getValue();
            throw refuse(entry.where(), "no entry, for no money became available", entry.amounts());
        }
    }

    private void requireAvailable(JournalEntry entry) throws VerificationException {
        String source = entry.source().text();
        AvailableEntry found = available.remove(source);
        String expected = shown(entry.postings());
        if (found == null) {
            throw refuse(source, expected, "no such entry");
        }
        if (!found.amounts().equals(expected)) {
            throw refuse(found.where(), expected, found.amounts());
        }
    }

    private VerificationException refuse(
            String item, @Nullable Object expected, @Nullable Object found) {
        return ledger.refuse(
                COMPLETENESS_FAIL, item, String.valueOf(expected), String.valueOf(found));
    }

    /** Rows, entries and their sums of today, by balance. */
    Map<BalanceKey, Posted> posted() {
        return posted;
    }

    /** What the posting rules find wrong with the rows of today, which must be a break each. */
    List<Finding> findings() {
        return findings;
    }

    /** Rows of today that should be payouts of ours. */
    List<BalanceTransaction> transfers() {
        return transfers;
    }
}
