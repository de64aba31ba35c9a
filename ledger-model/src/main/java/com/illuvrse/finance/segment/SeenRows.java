package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.memory.IdSet;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.posting.BalanceTransaction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of rows from day to day: those Stripe had shown before their day, and the net
 * of those no automatic payout contains yet (segment format, section 7).
 */
final class SeenRows {

    /** A row of {@code after.jsonl}. */
    private record Early(
            String account,
            String balanceType,
            long created,
            Currency currency,
            long net,
            String seenIn) {

        private boolean is(BalanceTransaction row) {
            return account.equals(row.account())
                    && balanceType.equals(row.balanceType())
                    && created == row.created().getEpochSecond()
                    && currency.equals(row.currency())
                    && net == row.net();
        }

        private boolean isSame(Early other) {
            return account.equals(other.account)
                    && balanceType.equals(other.balanceType)
                    && created == other.created
                    && currency.equals(other.currency)
                    && net == other.net;
        }
    }

    /** The row of a payout itself. */
    record PayoutRow(Currency currency, long amount) {}

    private record Key(long created, String id) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byTime = Long.compare(created, other.created);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    private final Map<String, Early> early = new HashMap<>();
    private final Map<String, PayoutRow> payouts = new HashMap<>();
    private final IdSet nets = IdSet.withNumbers();
    private final IdSet paidOut = IdSet.ofIds();
    private final EntryDigest digest = new EntryDigest();

    /** Requires a row that was seen before its day to be the same now. */
    void require(RowReader rows, BalanceTransaction row) throws VerificationException {
        Early before = early.remove(row.id());
        if (before != null && !before.is(row)) {
            throw rows.refuse(
                    COMPLETENESS_FAIL, row.id(), "the row of " + before.seenIn(), "another row");
        }
    }

    /** Remembers a row that was posted by the entry with this id. */
    void posted(EntryDigest entryId, BalanceTransaction row) {
        nets.add(entryId.high(), entryId.low(), row.net());
        String source = row.links().source();
        if (row.type().equals("payout") && source != null) {
            payouts.put(source, new PayoutRow(row.currency(), row.amount()));
        }
    }

    private void digest(String account, String id) {
        byte[] source = ("stripe:" + account + ":bt:" + id).getBytes(StandardCharsets.UTF_8);
        digest.of(source, 0, source.length);
    }

    /** Whether an automatic payout contained a row. */
    boolean isPaidOut(String account, String id) {
        digest(account, id);
        return paidOut.contains(digest.high(), digest.low());
    }

    /**
     * The net of a row that no payout has contained so far, which is then used up; null when there
     * is none.
     */
    @Nullable Long takeNet(String account, String id) {
        digest(account, id);
        if (!nets.contains(digest.high(), digest.low())) {
            return null;
        }
        long net = nets.number(digest.high(), digest.low());
        nets.remove(digest.high(), digest.low());
        paidOut.add(digest.high(), digest.low());
        return net;
    }

    /** The row of an automatic payout; null when none was posted. */
    @Nullable PayoutRow payout(String payout) {
        return payouts.get(payout);
    }

    /** Requires every row that was seen before this day, and belongs to it, to have come. */
    void requireAllOf(AccountingDay day, SegmentFile ledger) throws VerificationException {
        for (Map.Entry<String, Early> each : early.entrySet()) {
            if (each.getValue().created() < day.to().getEpochSecond()) {
                throw ledger.refuse(
                        COMPLETENESS_FAIL,
                        each.getKey(),
                        "the row that stands in " + each.getValue().seenIn(),
                        "no such row");
            }
        }
    }

    /** Reads the rows of later days that Stripe's answer contains; gives their sums. */
    Map<BalanceKey, Long> readAfter(Day day, String account) throws VerificationException {
        TreeMap<BalanceKey, Long> sums = new TreeMap<>();
        try (RowReader rows = day.rows("evidence/after.jsonl", "after/1", RowShapes.AFTER)) {
            Key last = null;
            Json.Obj row = rows.next();
            while (row != null) {
                last = rows.requireAfter(last, new Key(row.number("created"), row.text("id")));
                add(rows, row, day, account);
                BalanceKey key =
                        new BalanceKey(row.text("balance_type"), Currency.of(row.text("currency")));
                sums.merge(key, row.minor("net"), Math::addExact);
                row = rows.next();
            }
        }
        return sums;
    }

    private void add(RowReader rows, Json.Obj row, Day day, String account)
            throws VerificationException {
        Early seen =
                new Early(
                        row.text("account"),
                        row.text("balance_type"),
                        row.number("created"),
                        Currency.of(row.text("currency")),
                        row.minor("net"),
                        rows.file().path());
        if (!seen.account().equals(account)) {
            throw rows.refuse(COMPLETENESS_FAIL, "account", account, seen.account());
        }
        if (seen.created() < day.manifest().day().to().getEpochSecond()) {
            throw rows.refuse(
                    VerificationCode.PERIOD_MISMATCH,
                    "created",
                    "not before " + day.manifest().to(),
                    seen.created());
        }
        Early before = early.putIfAbsent(row.text("id"), seen);
        if (before != null && !before.isSame(seen)) {
            throw rows.refuse(
                    COMPLETENESS_FAIL,
                    row.text("id"),
                    "the row of " + before.seenIn(),
                    "another row");
        }
    }

    /** How many rows were seen before a day that is not sealed yet. */
    int open() {
        return early.size();
    }
}
