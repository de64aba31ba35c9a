package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code evidence/stripe_balance.json}: Stripe's own balance against ours, and the arithmetic that
 * leads from one to the other (segment format, section 7).
 */
final class StripeBalanceCheck {

    private static final String PATH = "evidence/stripe_balance.json";
    private static final Set<String> KNOWN =
            Set.of("payments", "risk_reserved", "issuing", "refund_and_dispute_prefunding");

    private @Nullable String account;
    private TreeMap<BalanceKey, Json.Obj> today = new TreeMap<>();
    private TreeMap<BalanceKey, Long> closings = new TreeMap<>();

    /** Reads the file of a day; gives the Stripe account of the ledger. */
    String read(Day day) throws VerificationException {
        SegmentFile file = day.folder().file(PATH);
        Json.Obj json = day.object(PATH, RowShapes.STRIPE_BALANCE);
        String found = json.text("account");
        if (account != null && !account.equals(found)) {
            throw file.refuse(COMPLETENESS_FAIL, "account", account, found);
        }
        account = found;
        requireObserved(file, day.manifest(), json.optionalText("observedAt"));
        today = new TreeMap<>();
        BalanceKey last = null;
        for (Json.Obj row : json.objects("balances")) {
            BalanceKey key =
                    new BalanceKey(row.text("balance_type"), Currency.of(row.text("currency")));
            if (last != null && last.compareTo(key) >= 0) {
                throw file.refuse(
                        VerificationCode.ORDER_MISMATCH, "balances", "a row after " + last, key);
            }
            last = key;
            today.put(key, row);
        }
        if (day.isGenesis() && !today.isEmpty()) {
            throw file.malformed("balances", "no figures in genesis", today.keySet());
        }
        return found;
    }

    private static void requireObserved(
            SegmentFile file, SealedManifest manifest, @Nullable String observedAt)
            throws VerificationException {
        if ((observedAt == null) != manifest.isGenesis()) {
            throw file.malformed(
                    "observedAt", "an instant, but in genesis none", String.valueOf(observedAt));
        }
        if (observedAt == null) {
            return;
        }
        Instant instant = Instant.parse(observedAt);
        if (instant.isBefore(manifest.day().to()) || instant.isAfter(manifest.sealedAt())) {
            throw file.refuse(
                    PERIOD_MISMATCH,
                    "observedAt",
                    "from " + manifest.to() + " to " + manifest.sealedAt(),
                    observedAt);
        }
    }

    /**
     * Checks the arithmetic of the day.
     *
     * @param posted rows of today by balance
     * @param journals what journals moved on Stripe's accounts today
     * @param after net of the rows of later days in Stripe's answer
     */
    void check(
            Day day,
            Map<BalanceKey, RowsCheck.Posted> posted,
            Map<BalanceKey, Long> journals,
            Map<BalanceKey, Long> after,
            Places places,
            BreaksCheck breaks)
            throws VerificationException {
        SegmentFile file = day.folder().file(PATH);
        Map<BalanceKey, Long> ledger = ledger(places);
        requireRows(file, posted, ledger, after);
        TreeMap<BalanceKey, Long> next = new TreeMap<>();
        for (Map.Entry<BalanceKey, Json.Obj> each : today.entrySet()) {
            BalanceKey key = each.getKey();
            Json.Obj row = each.getValue();
            RowsCheck.Posted rows = posted.get(key);
            long net = rows == null ? 0 : rows.net();
            long opening = closings.getOrDefault(key, 0L);
            long moved = journals.getOrDefault(key, 0L);
            long closing = Math.addExact(Math.addExact(opening, moved), net);
            long expectedRows = rows == null ? 0 : rows.rows();
            if (row.number("rows") != expectedRows) {
                throw file.refuse(
                        COMPLETENESS_FAIL, key + " rows", expectedRows, row.number("rows"));
            }
            requireFigure(file, key, row, "opening", opening);
            requireFigure(file, key, row, "journals", moved);
            requireFigure(file, key, row, "net", net);
            requireFigure(file, key, row, "closing", closing);
            if (KNOWN.contains(key.balanceType())) {
                requireFigure(file, key, row, "closing", ledger.getOrDefault(key, 0L));
            }
            requireFigure(file, key, row, "after", after.getOrDefault(key, 0L));
            requireDifference(file, key, row, breaks);
            next.put(key, closing);
        }
        closings = next;
    }

    private static Map<BalanceKey, Long> ledger(Places places) {
        TreeMap<BalanceKey, Long> balances = new TreeMap<>();
        for (Place place : places.sorted()) {
            String balance = place.stripeBalance();
            if (balance != null) {
                balances.merge(
                        new BalanceKey(balance, place.currency()), place.closing(), Math::addExact);
            }
        }
        return balances;
    }

    private void requireRows(
            SegmentFile file,
            Map<BalanceKey, RowsCheck.Posted> posted,
            Map<BalanceKey, Long> ledger,
            Map<BalanceKey, Long> after)
            throws VerificationException {
        TreeSet<BalanceKey> needed = new TreeSet<>(posted.keySet());
        ledger.forEach((key, balance) -> addUnlessZero(needed, key, balance));
        closings.forEach((key, balance) -> addUnlessZero(needed, key, balance));
        needed.addAll(after.keySet());
        needed.removeIf(key -> !KNOWN.contains(key.balanceType()));
        for (BalanceKey key : needed) {
            if (!today.containsKey(key)) {
                throw file.refuse(COMPLETENESS_FAIL, key.toString(), "a row", "none");
            }
        }
    }

    private static void addUnlessZero(Set<BalanceKey> keys, BalanceKey key, long balance) {
        if (balance != 0) {
            keys.add(key);
        }
    }

    private static void requireFigure(
            SegmentFile file, BalanceKey key, Json.Obj row, String member, long expected)
            throws VerificationException {
        if (row.minor(member) != expected) {
            throw file.refuse(COMPLETENESS_FAIL, key + " " + member, expected, row.text(member));
        }
    }

    private static void requireDifference(
            SegmentFile file, BalanceKey key, Json.Obj row, BreaksCheck breaks)
            throws VerificationException {
        long difference = Math.subtractExact(row.minor("closing"), stripe(row));
        requireFigure(file, key, row, "difference", difference);
        if (difference == 0) {
            return;
        }
        BreakRow open = breaks.find("STRIPE_BALANCE_MISMATCH", key.toString());
        if (open == null
                || !open.isOpen()
                || open.minor() != difference
                || !key.currency().code().equals(open.currency())) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    key + " difference",
                    "0, or an open STRIPE_BALANCE_MISMATCH of exactly " + difference,
                    open == null ? "no break" : open);
        }
    }

    /** Stripe's balance at the end of the day: what it has now without what came later. */
    static long stripe(Json.Obj row) {
        return Math.subtractExact(
                Math.addExact(row.minor("available"), row.minor("pending")), row.minor("after"));
    }

    /** The rows of today by balance. */
    Map<BalanceKey, Json.Obj> today() {
        return today;
    }
}
