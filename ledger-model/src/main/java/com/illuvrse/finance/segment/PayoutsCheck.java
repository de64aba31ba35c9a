package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CALC_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.memory.IdSet;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.posting.BalanceTransaction;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code payouts.jsonl} against Stripe's transfers: what left was decided, was booked when it was
 * released, and is one row of Stripe; a row that nobody sent, or a payout without a row, has its
 * break (segment format, sections 7 and 9).
 *
 * <p>Statements, votes and quorums are looked at by {@link ApprovalsCheck}.
 */
final class PayoutsCheck {

    /** Payouts of one currency: sent today, matched to a row today, without a row so far. */
    static final class Sums {
        private long sent;
        private long sentAmount;
        private long matched;
        private long matchedAmount;
        private long open;
        private long openAmount;

        Json.Obj figure(Currency currency) {
            return Json.object()
                    .put("currency", currency.code())
                    .put("sent", sent)
                    .putMinor("sentAmount", sentAmount)
                    .put("matched", matched)
                    .putMinor("matchedAmount", matchedAmount)
                    .put("open", open)
                    .putMinor("openAmount", openAmount)
                    .build();
        }
    }

    private record Sent(String key, PaidItem item, long segment) {}

    private static final Pattern MINOR = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern RATE =
            Pattern.compile("[0-9]{1,18}(?:\\.[0-9]{1,18})?|[1-9][0-9]{0,60}/[1-9][0-9]{0,60}");

    private final ApprovalsCheck approvals;
    private final Set<String> batches = new HashSet<>();
    private final Map<String, PaidItem> paid = new HashMap<>();
    private final TreeMap<String, PaidItem> notBooked = new TreeMap<>();
    private final Map<String, Sent> withoutRow = new HashMap<>();
    private final Map<String, BalanceTransaction> withoutPayout = new HashMap<>();
    private final IdSet bankReferences = IdSet.ofIds();
    private final EntryDigest digest = new EntryDigest();
    private final TreeMap<Currency, Sums> sums = new TreeMap<>();

    PayoutsCheck(ApprovalsCheck approvals) {
        this.approvals = approvals;
    }

    void check(
            Day day,
            Collection<BalanceTransaction> transfers,
            EntriesCheck entries,
            BreaksCheck breaks)
            throws VerificationException {
        sums.clear();
        approvals.breaks(day, breaks);
        PayoutEntries booked = entries.payouts();
        try (RowReader rows = day.rows("payouts.jsonl", "payouts/1", RowShapes.PAYOUT)) {
            String batchOfItems = "";
            String lastItem = null;
            Set<String> items = new HashSet<>();
            takeLater(rows.file(), booked);
            Json.Obj row = rows.next();
            while (row != null) {
                String batch = row.text("batch");
                if (row.text("kind").equals("item")) {
                    String key = row.text("payee") + ":" + row.text("currency");
                    if (!items.add(batch + ":" + key)) {
                        throw rows.refuse(DUPLICATE_KEY, batch + ":" + key, "one item", "another");
                    }
                    lastItem = batch.equals(batchOfItems) ? lastItem : null;
                    lastItem = rows.requireAfter(lastItem, itemKey(row));
                    batchOfItems = batch;
                }
                checkRow(rows, row, day, booked);
                row = rows.next();
            }
            booked.requireNoneLeft(rows.file());
            approvals.end(rows.file(), entries.places().sorted(), booked);
            match(rows.file(), transfers, breaks);
            requireBreaks(rows.file(), day.folder().number(), breaks);
        }
        for (Sent sent : withoutRow.values()) {
            Money pay = sent.item().pay();
            Sums of = of(pay.currency());
            of.open++;
            of.openAmount = Math.addExact(of.openAmount, pay.minor());
        }
    }

    /** Payee and currency with a separator below every character of an id. */
    private static String itemKey(Json.Obj row) {
        return row.text("payee") + " " + row.text("currency");
    }

    /** Entries of items that were decided on an earlier day. */
    private void takeLater(SegmentFile file, PayoutEntries booked) throws VerificationException {
        for (PaidItem item : List.copyOf(notBooked.values())) {
            if (booked.takeOrdered(file, item)) {
                notBooked.remove(item.key());
            }
        }
    }

    private void checkRow(RowReader rows, Json.Obj row, Day day, PayoutEntries booked)
            throws VerificationException {
        String batch = row.text("batch");
        String kind = row.text("kind");
        if (kind.equals("batch")) {
            if (!batches.add(batch)) {
                throw rows.refuse(DUPLICATE_KEY, batch, "a new batch", "a batch again");
            }
            approvals.batch(rows, day, row);
            return;
        }
        if (!batches.contains(batch)) {
            throw rows.refuse(COMPLETENESS_FAIL, kind, "a batch that was drafted", batch);
        }
        switch (kind) {
            case "item" -> checkItem(rows, row, booked);
            case "vote" -> approvals.vote(rows, row);
            case "sent" -> {
                checkSent(rows, row, day.folder().number());
                approvals.sent(rows, row);
            }
            case "release" -> {
                requireBooked(rows, batch);
                approvals.release(rows, row);
            }
            default -> takeBack(rows.file(), approvals.closed(rows, row), booked);
        }
    }

    /** Requires what a batch booked to be taken back on the day it is given up. */
    private void takeBack(SegmentFile file, @Nullable VotedBatch givenUp, PayoutEntries booked)
            throws VerificationException {
        if (givenUp == null) {
            return;
        }
        for (PaidItem item : givenUp.items()) {
            paid.remove(item.key());
            if (notBooked.remove(item.key()) == null) {
                booked.takeTakenBack(file, item);
            }
        }
    }

    private void checkItem(RowReader rows, Json.Obj row, PayoutEntries booked)
            throws VerificationException {
        boolean isPaid = row.text("reason").equals("PAID");
        requireReason(rows, row);
        for (String member : new String[] {"gross", "withheld", "net", "destination", "rail"}) {
            if ((row.get(member) != null) != isPaid) {
                throw rows.refuse(
                        VerificationCode.MALFORMED,
                        member,
                        isPaid ? "a value, for it is paid" : "no value, for it is not paid",
                        row);
            }
        }
        if (!isPaid) {
            if (row.get("fx") != null || row.get("withholding") != null) {
                throw rows.refuse(
                        VerificationCode.MALFORMED,
                        "fx, withholding",
                        "neither, for it is not paid",
                        row);
            }
            approvals.item(rows, row, null);
            return;
        }
        String key = key(row);
        WithheldCheck.check(rows, key, row);
        if (row.minor("gross") > row.minor("available")) {
            throw rows.refuse(
                    CALC_MISMATCH,
                    key + " gross",
                    "no more than the available " + row.text("available"),
                    row.text("gross"));
        }
        PaidItem item = PaidItem.of(key, row, pay(rows, row));
        approvals.item(rows, row, item);
        paid.put(key, item);
        if (!booked.takeOrdered(rows.file(), item)) {
            notBooked.put(key, item);
        }
    }

    /**
     * Who owes has that as the reason, before any other, and nobody else (posting model, section
     * 6). The other reasons come from payee records, which are not sealed.
     */
    private static void requireReason(RowReader rows, Json.Obj row) throws VerificationException {
        boolean owes = row.minor("available") < 0;
        if (owes != row.text("reason").equals(PayoutReason.NEGATIVE_BALANCE.name())) {
            throw rows.refuse(
                    COMPLETENESS_FAIL,
                    key(row) + " reason",
                    owes ? PayoutReason.NEGATIVE_BALANCE : "another reason, for it is owed",
                    row.text("reason"));
        }
    }

    /**
     * What is paid of an item: its net; in another currency, its net times the sealed rate, HALF_UP
     * to the minor unit and cut to the steps the rail carries.
     */
    private static Money pay(RowReader rows, Json.Obj row) throws VerificationException {
        Currency owed = Currency.of(row.text("currency"));
        long net = row.minor("net");
        Json.Obj fx = row.optionalObject("fx");
        if (fx == null) {
            return Money.of(net, owed);
        }
        String amount = fx.optionalText("payAmount");
        String code = fx.optionalText("payCurrency");
        String rate = fx.optionalText("rate");
        if (amount == null
                || code == null
                || rate == null
                || !MINOR.matcher(amount).matches()
                || !CURRENCY.matcher(code).matches()
                || !RATE.matcher(rate).matches()
                || fx.optionalText("date") == null
                || fx.optionalText("source") == null) {
            throw rows.refuse(
                    VerificationCode.MALFORMED,
                    "fx",
                    "rate, date, source, payAmount and payCurrency",
                    fx);
        }
        Currency paid = Currency.of(code);
        if (paid.equals(owed)) {
            throw rows.refuse(
                    VerificationCode.MALFORMED, "fx", "another currency than " + owed, code);
        }
        BigInteger expected = exchanged(net, owed, Fraction.parse(rate), paid);
        if (!expected.equals(new BigInteger(amount))) {
            throw rows.refuse(CALC_MISMATCH, key(row) + " payAmount", expected, amount);
        }
        return Money.of(expected.longValueExact(), paid);
    }

    private static BigInteger exchanged(long net, Currency owed, Fraction rate, Currency paid) {
        BigInteger numerator =
                rate.numerator()
                        .multiply(BigInteger.valueOf(net))
                        .multiply(BigInteger.TEN.pow(paid.exponent()));
        BigInteger denominator = rate.denominator().multiply(BigInteger.TEN.pow(owed.exponent()));
        BigInteger two = BigInteger.TWO;
        BigInteger rounded =
                numerator.multiply(two).add(denominator).divide(denominator.multiply(two));
        return rounded.subtract(rounded.mod(BigInteger.valueOf(paid.payoutStep())));
    }

    private static String key(Json.Obj row) {
        return row.text("batch") + ":" + row.text("payee") + ":" + row.text("currency");
    }

    private void checkSent(RowReader rows, Json.Obj row, long segment)
            throws VerificationException {
        String key = key(row);
        PaidItem item = paid.remove(key);
        if (item == null) {
            throw rows.refuse(
                    COMPLETENESS_FAIL, "sent", "an item that is paid and was not sent", key);
        }
        if (item.net() != row.minor("net")) {
            throw rows.refuse(COMPLETENESS_FAIL, key + " net", item.net(), row.text("net"));
        }
        if (!item.rail().equals("stripe")) {
            byte[] reference = row.text("reference").getBytes(StandardCharsets.UTF_8);
            digest.of(reference, 0, reference.length);
            if (!bankReferences.add(digest.high(), digest.low())) {
                throw rows.refuse(
                        DUPLICATE_KEY,
                        "reference",
                        "a reference of its own",
                        row.text("reference"));
            }
            return;
        }
        Sums of = of(item.pay().currency());
        of.sent++;
        of.sentAmount = Math.addExact(of.sentAmount, item.pay().minor());
        String reference = row.text("reference");
        Sent sent = new Sent(key, item, segment);
        BalanceTransaction before = withoutPayout.remove(reference);
        if (before != null) {
            requireSameAmount(rows.file(), sent, before, true);
        } else if (withoutRow.putIfAbsent(reference, sent) != null) {
            throw rows.refuse(DUPLICATE_KEY, "reference", "a transfer of its own", reference);
        }
    }

    private void requireBooked(RowReader rows, String batch) throws VerificationException {
        String prefix = batch + ":";
        String key = notBooked.ceilingKey(prefix);
        if (key != null && key.startsWith(prefix)) {
            throw rows.refuse(
                    COMPLETENESS_FAIL,
                    "release",
                    "an entry payout:" + key,
                    "none when it was released");
        }
    }

    private void match(
            SegmentFile file, Collection<BalanceTransaction> transfers, BreaksCheck breaks)
            throws VerificationException {
        for (BalanceTransaction row : transfers) {
            String source = String.valueOf(row.links().source());
            boolean hasBreak = breaks.find("TRANSFER_WITHOUT_PAYOUT", row.id()) != null;
            Sent sent = withoutRow.remove(source);
            if (sent != null) {
                requireSameAmount(file, sent, row, hasBreak);
                continue;
            }
            if (!hasBreak) {
                throw file.refuse(
                        COMPLETENESS_FAIL,
                        row.id(),
                        "a payout sent as " + source + ", or a TRANSFER_WITHOUT_PAYOUT",
                        "neither");
            }
            withoutPayout.put(source, row);
        }
    }

    /** Counts a payout with its row; another amount needs the break of a row that is no payout. */
    private void requireSameAmount(
            SegmentFile file, Sent sent, BalanceTransaction row, boolean hasBreak)
            throws VerificationException {
        Money pay = sent.item().pay();
        boolean same =
                row.amount() == Math.negateExact(pay.minor())
                        && row.currency().equals(pay.currency());
        if (!same && !hasBreak) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    sent.key(),
                    "a row of minus " + pay.minor() + " " + pay.currency(),
                    row.id() + " of " + row.amount() + " " + row.currency());
        }
        Sums of = of(pay.currency());
        of.matched++;
        of.matchedAmount = Math.addExact(of.matchedAmount, pay.minor());
    }

    /** A payout of the segment before needs its row by now, or a break that says it has none. */
    private void requireBreaks(SegmentFile file, long segment, BreaksCheck breaks)
            throws VerificationException {
        for (Sent sent : withoutRow.values()) {
            if (sent.segment() == segment - 1
                    && breaks.find("PAYOUT_WITHOUT_TRANSFER", sent.key()) == null) {
                throw file.refuse(
                        COMPLETENESS_FAIL,
                        sent.key(),
                        "a row of type transfer, or a PAYOUT_WITHOUT_TRANSFER",
                        "neither");
            }
        }
    }

    private Sums of(Currency currency) {
        return sums.computeIfAbsent(currency, key -> new Sums());
    }

    /** The figures of today, by currency. */
    Map<Currency, Sums> sums() {
        return sums;
    }
}
