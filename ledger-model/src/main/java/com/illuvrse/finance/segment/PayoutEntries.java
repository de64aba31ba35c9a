package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CALC_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a day that order payouts or take them back: each belongs to one item that is paid
 * and has its figures (segment format, section 9).
 */
final class PayoutEntries {

    private static final byte[] ORDERED = "payout:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAKEN_BACK = "payout-cancel:".getBytes(StandardCharsets.US_ASCII);

    private record Booked(
            String lines,
            SortedMap<String, String> fx,
            @Nullable String batch,
            @Nullable String payee,
            @Nullable String reverses) {}

    private final TreeMap<String, Booked> today = new TreeMap<>();
    private final Map<Place, Long> moved = new HashMap<>();

    void begin() {
        today.clear();
        moved.clear();
    }

    static boolean isOne(LedgerLine line) {
        return line.isFrom(ORDERED) || line.isFrom(TAKEN_BACK);
    }

    /** Takes an entry of the day; others than those of payouts are not kept. */
    void entry(LedgerLine line) {
        if (!isOne(line)) {
            return;
        }
        LineAmounts amounts = line.amounts();
        for (int i = 0; i < amounts.size(); i++) {
            moved.merge(amounts.place(i), amounts.signed(i), Math::addExact);
        }
        today.put(
                line.source(),
                new Booked(
                        amounts.toString(),
                        line.fx(),
                        line.ref("batch"),
                        line.ref("payee"),
                        line.reverses()));
    }

    /** What these entries moved on a place today, debit positive. */
    long moved(Place place) {
        return moved.getOrDefault(place, 0L);
    }

    /** Takes the entry of an item that was booked today; false when it was not. */
    boolean takeOrdered(SegmentFile file, PaidItem item) throws VerificationException {
        Booked booked = today.remove(item.source());
        if (booked == null) {
            return false;
        }
        require(file, item.source(), item, item.lines(), booked);
        return true;
    }

    /** Takes the entry that takes an item back, which must have been booked today. */
    void takeTakenBack(SegmentFile file, PaidItem item) throws VerificationException {
        Booked booked = today.remove(item.cancelSource());
        if (booked == null) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    item.key(),
                    "an entry " + item.cancelSource() + " of the day",
                    "none");
        }
        require(file, item.cancelSource(), item, item.mirrored(), booked);
        String reversed = EntryId.of(new SourceKey(item.source())).toString();
        if (!reversed.equals(booked.reverses())) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    item.cancelSource() + " reverses",
                    reversed,
                    booked.reverses());
        }
    }

    private static void require(
            SegmentFile file, String source, PaidItem item, String lines, Booked booked)
            throws VerificationException {
        if (!booked.lines().equals(lines)) {
            throw file.refuse(CALC_MISMATCH, source + " lines", lines, booked.lines());
        }
        if (!booked.fx().equals(item.fx())) {
            throw file.refuse(CALC_MISMATCH, source + " fx", item.fx(), booked.fx());
        }
        if (!item.batch().equals(booked.batch()) || !item.payee().equals(booked.payee())) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    source + " ref",
                    item.batch() + " and " + item.payee(),
                    booked.batch() + " and " + booked.payee());
        }
    }

    /** Requires every entry of the day to have been taken by an item. */
    void requireNoneLeft(SegmentFile file) throws VerificationException {
        if (!today.isEmpty()) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    today.firstKey(),
                    "an item of a batch that is paid, or that was closed today",
                    "none");
        }
    }
}
