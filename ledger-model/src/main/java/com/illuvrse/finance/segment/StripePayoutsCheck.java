package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code evidence/stripe_payouts.jsonl}: the rows Stripe says an automatic payout is made of are
 * rows of this ledger, in no other payout, and add up to it.
 */
final class StripePayoutsCheck {

    /** An automatic payout with what its rows add up to, in minor units. */
    static final class Composition {
        private final String payout;
        private final Currency currency;
        private final long amount;
        private final long rows;
        private long found;
        private long net;
        private @Nullable String unknown;

        private Composition(Json.Obj row) {
            payout = row.text("payout");
            currency = Currency.of(row.text("currency"));
            amount = row.minor("amount");
            rows = row.number("rows");
        }

        String payout() {
            return payout;
        }

        Currency currency() {
            return currency;
        }

        long amount() {
            return amount;
        }

        long rows() {
            return rows;
        }

        long net() {
            return net;
        }

        /** Whether all its rows are rows of this ledger, so that the net is the whole one. */
        boolean isKnown() {
            return unknown == null;
        }
    }

    private final TreeMap<String, Composition> today = new TreeMap<>();

    void check(Day day, String account, SeenRows seen, BreaksCheck breaks)
            throws VerificationException {
        today.clear();
        try (RowReader rows =
                day.rows(
                        "evidence/stripe_payouts.jsonl",
                        "stripe-payouts/1",
                        RowShapes.STRIPE_PAYOUT_ROW)) {
            String last = null;
            Json.Obj row = rows.next();
            while (row != null) {
                boolean payout = row.get("amount") != null;
                String key =
                        payout
                                ? "0 " + row.text("payout")
                                : "1 " + row.text("payout") + " " + row.text("bt");
                last = rows.requireAfter(last, key);
                if (payout) {
                    today.put(row.text("payout"), new Composition(row));
                } else {
                    addPart(rows, row, account, seen);
                }
                row = rows.next();
            }
            for (Composition payout : today.values()) {
                requireComposed(rows.file(), payout, seen, breaks);
            }
        }
    }

    private void addPart(RowReader rows, Json.Obj row, String account, SeenRows seen)
            throws VerificationException {
        Composition payout = today.get(row.text("payout"));
        if (payout == null) {
            throw rows.refuse(
                    COMPLETENESS_FAIL, "payout", "a payout of this file", row.text("payout"));
        }
        String bt = row.text("bt");
        if (seen.isPaidOut(account, bt)) {
            throw rows.refuse(DUPLICATE_KEY, bt, "a row in no other payout", "one of another");
        }
        Long net = seen.takeNet(account, bt);
        payout.found++;
        if (net == null) {
            payout.unknown = bt;
        } else {
            payout.net = Math.addExact(payout.net, net);
        }
    }

    private static void requireComposed(
            SegmentFile file, Composition payout, SeenRows seen, BreaksCheck breaks)
            throws VerificationException {
        if (payout.found != payout.rows) {
            throw file.refuse(
                    COMPLETENESS_FAIL, payout.payout + " rows", payout.rows, payout.found);
        }
        BreakRow open = breaks.find("PAYOUT_COMPOSITION_MISMATCH", payout.payout);
        if (open != null && open.isOpen()) {
            return;
        }
        if (payout.unknown != null) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    payout.payout + " " + payout.unknown,
                    "a row of this ledger, or an open PAYOUT_COMPOSITION_MISMATCH",
                    "no such row");
        }
        if (payout.net != payout.amount) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    payout.payout + " net",
                    payout.amount + ", or an open PAYOUT_COMPOSITION_MISMATCH",
                    payout.net);
        }
        SeenRows.PayoutRow row = seen.payout(payout.payout);
        if (row == null
                || row.amount() != Math.negateExact(payout.amount)
                || !row.currency().equals(payout.currency)) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    payout.payout,
                    "a row of type payout with minus " + payout.amount + " " + payout.currency,
                    row == null ? "none" : row);
        }
    }

    /** The automatic payouts of today. */
    Collection<Composition> today() {
        return today.values();
    }
}
