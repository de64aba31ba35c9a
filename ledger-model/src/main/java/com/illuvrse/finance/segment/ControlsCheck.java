package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CONTROL_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.ORDER_MISMATCH;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.AccountBalance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code controls.json}: the seven invariants say what the other files of the day say. The figures
 * are worked out again from these files; where they do not tell one, the line says so.
 */
final class ControlsCheck {

    private static final String PATH = "controls.json";
    private static final List<String> NAMES =
            List.of(
                    "trial-balance",
                    "rows-posted",
                    "stripe-balance",
                    "payout-composition",
                    "clearing-explained",
                    "payouts-transferred",
                    "royalties-reproduced");

    private final SegmentFile file;
    private final List<Json.Obj> checks;
    private final BreaksCheck breaks;

    private ControlsCheck(SegmentFile file, List<Json.Obj> checks, BreaksCheck breaks) {
        this.file = file;
        this.checks = checks;
        this.breaks = breaks;
    }

    /** Reads the file of a day, in which each control has its number and name. */
    static ControlsCheck read(Day day, BreaksCheck breaks) throws VerificationException {
        SegmentFile file = day.folder().file(PATH);
        List<Json.Obj> checks = day.object(PATH, RowShapes.CONTROLS).objects("checks");
        if (checks.size() != NAMES.size()) {
            throw file.malformed("checks", NAMES.size(), checks.size());
        }
        for (int i = 0; i < checks.size(); i++) {
            Json.Obj check = checks.get(i);
            if (check.number("id") != i + 1 || !check.text("name").equals(NAMES.get(i))) {
                throw file.malformed(
                        "checks[" + i + "]", i + 1 + " " + NAMES.get(i), check.text("name"));
            }
        }
        return new ControlsCheck(file, checks, breaks);
    }

    void trialBalance(List<AccountBalance> balances) throws VerificationException {
        TreeMap<Currency, long[]> sums = new TreeMap<>();
        for (AccountBalance balance : balances) {
            long[] sum = sums.computeIfAbsent(balance.currency(), currency -> new long[3]);
            sum[0] = Math.addExact(sum[0], balance.debit());
            sum[1] = Math.addExact(sum[1], balance.credit());
            sum[2] = Math.addExact(sum[2], balance.closing());
        }
        List<Json.Obj> figures = new ArrayList<>();
        sums.forEach(
                (currency, sum) ->
                        figures.add(
                                Json.object()
                                        .put("currency", currency.code())
                                        .putMinor("debit", sum[0])
                                        .putMinor("credit", sum[1])
                                        .putMinor("closing", sum[2])
                                        .build()));
        require(1, figures);
        requirePass(1);
    }

    void rowsPosted(Map<BalanceKey, RowsCheck.Posted> posted) throws VerificationException {
        List<Json.Obj> figures = new ArrayList<>();
        posted.forEach(
                (key, sum) ->
                        figures.add(
                                figure(key)
                                        .put("rows", sum.rows())
                                        .put("entries", sum.entries())
                                        .putMinor("net", sum.net())
                                        .putMinor("legs", sum.legs())
                                        .build()));
        require(2, figures);
        requirePass(2);
    }

    void stripeBalance(Map<BalanceKey, Json.Obj> balances) throws VerificationException {
        List<Json.Obj> figures = new ArrayList<>();
        boolean differs = false;
        for (Map.Entry<BalanceKey, Json.Obj> each : balances.entrySet()) {
            Json.Obj row = each.getValue();
            figures.add(
                    figure(each.getKey())
                            .putMinor("ledger", row.minor("closing"))
                            .putMinor("stripe", StripeBalanceCheck.stripe(row))
                            .putMinor("difference", row.minor("difference"))
                            .build());
            differs |= row.minor("difference") != 0;
        }
        require(3, figures);
        requireResult(3, differs, List.of("STRIPE_BALANCE_MISMATCH"));
    }

    private static Json.Builder figure(BalanceKey key) {
        return Json.object()
                .put("balance_type", key.balanceType())
                .put("currency", key.currency().code());
    }

    void payoutComposition(Collection<StripePayoutsCheck.Composition> payouts)
            throws VerificationException {
        List<Json.Obj> figures = new ArrayList<>();
        boolean differs = false;
        boolean isKnown = true;
        for (StripePayoutsCheck.Composition payout : payouts) {
            long difference = Math.subtractExact(payout.net(), payout.amount());
            figures.add(
                    Json.object()
                            .put("payout", payout.payout())
                            .put("currency", payout.currency().code())
                            .putMinor("amount", payout.amount())
                            .putMinor("net", payout.net())
                            .put("rows", payout.rows())
                            .putMinor("difference", difference)
                            .build());
            differs |= difference != 0;
            isKnown &= payout.isKnown();
        }
        if (isKnown) {
            require(4, figures);
            requireResult(4, differs, List.of("PAYOUT_COMPOSITION_MISMATCH"));
        }
    }

    void clearingExplained(List<BreaksCheck.Figure> explained) throws VerificationException {
        List<Json.Obj> figures = new ArrayList<>();
        for (BreaksCheck.Figure figure : explained) {
            figures.add(
                    Json.object()
                            .put("account", figure.account())
                            .put("currency", figure.currency().code())
                            .putMinor("balance", figure.balance())
                            .putMinor("explained", figure.explained())
                            .build());
        }
        require(5, figures);
        requirePass(5);
    }

    void payoutsTransferred(Map<Currency, PayoutsCheck.Sums> sums) throws VerificationException {
        List<Json.Obj> figures = new ArrayList<>();
        sums.forEach((currency, sum) -> figures.add(sum.figure(currency)));
        require(6, figures);
        requireResult(6, false, List.of("TRANSFER_WITHOUT_PAYOUT", "PAYOUT_WITHOUT_TRANSFER"));
    }

    /**
     * Entries with a working are counted; how many belong to an order in dispute is known only
     * while there was no dispute.
     */
    void royaltiesReproduced(long traces, long inDispute) throws VerificationException {
        requirePass(7);
        Json.Obj figure = Json.object().put("entries", traces).put("inDispute", inDispute).build();
        require(7, traces == 0 ? List.of() : List.of(figure));
    }

    private Json.Obj check(int id) {
        return checks.get(id - 1);
    }

    /**
     * Requires the figures, and that they stand by what names them: currency, of clearing accounts
     * the account first; payouts may stand by their own names.
     */
    private void require(int id, List<Json.Obj> expected) throws VerificationException {
        List<Json.Obj> figures = check(id).objects("figures");
        List<String> wanted = texts(expected);
        List<String> found = texts(figures);
        if (!wanted.equals(found)) {
            throw file.refuse(CONTROL_MISMATCH, name(id) + " figures", wanted, found);
        }
        List<String> by = id == 5 ? List.of("account", "currency") : List.of("currency");
        if (!ascends(figures, by) && !(id == 4 && ascends(figures, List.of("payout")))) {
            throw file.refuse(
                    ORDER_MISMATCH,
                    name(id) + " figures",
                    "by " + String.join(", ", by),
                    figures.stream().map(CanonicalJson::text).toList());
        }
    }

    private static boolean ascends(List<Json.Obj> figures, List<String> by) {
        for (int i = 1; i < figures.size(); i++) {
            int order = 0;
            for (int j = 0; j < by.size() && order == 0; j++) {
                String name = by.get(j);
                order = figures.get(i - 1).text(name).compareTo(figures.get(i).text(name));
            }
            if (order > 0) {
                return false;
            }
        }
        return true;
    }

    private static List<String> texts(List<Json.Obj> figures) {
        return figures.stream().map(CanonicalJson::text).sorted().toList();
    }

    private void requirePass(int id) throws VerificationException {
        requireResult(id, false, List.of());
    }

    /** BREAK when today's figures say so; only ever with an open break of these types. */
    private void requireResult(int id, boolean differs, List<String> types)
            throws VerificationException {
        String found = check(id).text("result");
        boolean mayBreak = breaks.isOpen(types);
        if ((differs && !found.equals("BREAK")) || (!mayBreak && !found.equals("PASS"))) {
            throw file.refuse(
                    CONTROL_MISMATCH, name(id) + " result", differs ? "BREAK" : "PASS", found);
        }
    }

    private static String name(int id) {
        return "control " + id + " " + NAMES.get(id - 1);
    }
}
