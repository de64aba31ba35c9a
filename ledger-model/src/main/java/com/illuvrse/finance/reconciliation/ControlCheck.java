package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * One of the invariants that are looked at every night before the seal, with its figures (segment
 * format, section 6).
 *
 * <p>An invariant that must always hold throws a {@link ControlFailedException}; one that depends
 * on the outside world gives findings.
 */
public record ControlCheck(int id, String name, List<Json.Obj> figures, List<Finding> findings) {

    private record Place(AccountId account, Currency currency) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byAccount = account.compareTo(other.account);
            return byAccount != 0 ? byAccount : currency.compareTo(other.currency);
        }
    }

    public ControlCheck {
        figures = List.copyOf(figures);
        findings = List.copyOf(findings);
    }

    /** 1: debits equal credits and all balances add up to zero, in every currency. */
    public static ControlCheck trialBalance(Collection<AccountBalance> balances) {
        TreeMap<Currency, long[]> sums = new TreeMap<>();
        for (AccountBalance balance : balances) {
            if (balance.isEmpty()) {
                continue;
            }
            long[] sum = sums.computeIfAbsent(balance.currency(), currency -> new long[3]);
            sum[0] = Math.addExact(sum[0], balance.debit());
            sum[1] = Math.addExact(sum[1], balance.credit());
            sum[2] = Math.addExact(sum[2], balance.closing());
        }
        List<Json.Obj> figures = new ArrayList<>();
        sums.forEach(
                (currency, sum) -> {
                    if (sum[0] != sum[1] || sum[2] != 0) {
                        throw new ControlFailedException(
                                "the trial balance in %s has debits of %d, credits of %d and closing balances of %d"
                                        .formatted(currency, sum[0], sum[1], sum[2]));
                    }
                    figures.add(
                            Json.object()
                                    .put("currency", currency.code())
                                    .putMinor("debit", sum[0])
                                    .putMinor("credit", sum[1])
                                    .putMinor("closing", sum[2])
                                    .build());
                });
        return new ControlCheck(1, "trial-balance", figures, List.of());
    }

    /** 2: every row has one entry, and the entries moved Stripe's accounts by what the rows say. */
    public static ControlCheck rowsPosted(Collection<PostedRows> posted) {
        List<Json.Obj> figures = new ArrayList<>();
        for (PostedRows sum : posted) {
            if (sum.rows() != sum.entries() || sum.net() != sum.legs()) {
                throw new ControlFailedException(
                        "%d rows of Stripe's %s balance in %s with a net of %d have %d entries that move %d"
                                .formatted(
                                        sum.rows(),
                                        sum.balanceType(),
                                        sum.currency(),
                                        sum.net(),
                                        sum.entries(),
                                        sum.legs()));
            }
            figures.add(
                    Json.object()
                            .put("balance_type", sum.balanceType())
                            .put("currency", sum.currency().code())
                            .put("rows", sum.rows())
                            .put("entries", sum.entries())
                            .putMinor("net", sum.net())
                            .putMinor("legs", sum.legs())
                            .build());
        }
        return new ControlCheck(2, "rows-posted", figures, List.of());
    }

    /** 3: our Stripe accounts equal Stripe's own balance at the end of the day. */
    public static ControlCheck stripeBalance(Collection<StripeBalanceFigures> balances) {
        List<Json.Obj> figures = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (StripeBalanceFigures balance : balances) {
            figures.add(
                    Json.object()
                            .put("balance_type", balance.balanceType())
                            .put("currency", balance.currency().code())
                            .putMinor("ledger", balance.closing())
                            .putMinor("stripe", balance.stripe())
                            .putMinor("difference", balance.difference())
                            .build());
            if (balance.difference() != 0) {
                Money difference = Money.of(balance.difference(), balance.currency());
                findings.add(
                        Finding.of(
                                BreakType.STRIPE_BALANCE_MISMATCH,
                                balance.balanceType() + ":" + balance.currency(),
                                difference,
                                "our %s balance is %s above Stripe's"
                                        .formatted(balance.balanceType(), difference)));
            }
        }
        return new ControlCheck(3, "stripe-balance", figures, findings);
    }

    /** 4: the rows Stripe names for an automatic payout add up to it. */
    public static ControlCheck payoutComposition(Collection<PayoutComposition> payouts) {
        List<Json.Obj> figures = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (PayoutComposition payout : payouts) {
            Money difference = payout.net().minus(payout.amount());
            figures.add(
                    Json.object()
                            .put("payout", payout.payout())
                            .put("currency", payout.amount().currency().code())
                            .putMinor("amount", payout.amount().minor())
                            .putMinor("net", payout.net().minor())
                            .put("rows", payout.rows())
                            .putMinor("difference", difference.minor())
                            .build());
            if (!difference.isZero()) {
                findings.add(
                        Finding.of(
                                BreakType.PAYOUT_COMPOSITION_MISMATCH,
                                payout.payout(),
                                difference,
                                "its rows add up to %s, %s were paid out"
                                        .formatted(payout.net(), payout.amount())));
            }
        }
        return new ControlCheck(4, "payout-composition", figures, findings);
    }

    /**
     * 6: every payout sent is one transfer row; the findings are the caller's, payout by payout.
     */
    public static ControlCheck payoutsTransferred(
            Collection<TransferredPayouts> sums, List<Finding> findings) {
        List<Json.Obj> figures = new ArrayList<>();
        for (TransferredPayouts sum : sums) {
            figures.add(
                    Json.object()
                            .put("currency", sum.currency().code())
                            .put("sent", sum.sent())
                            .putMinor("sentAmount", sum.sentAmount())
                            .put("matched", sum.matched())
                            .putMinor("matchedAmount", sum.matchedAmount())
                            .put("open", sum.open())
                            .putMinor("openAmount", sum.openAmount())
                            .build());
        }
        return new ControlCheck(6, "payouts-transferred", figures, findings);
    }

    /** 7: how many entries carry a working, and how many of these orders are in dispute. */
    public static ControlCheck royaltiesReproduced(long entries, long inDispute) {
        if (entries == 0) {
            return new ControlCheck(7, "royalties-reproduced", List.of(), List.of());
        }
        Json.Obj figure = Json.object().put("entries", entries).put("inDispute", inDispute).build();
        return new ControlCheck(7, "royalties-reproduced", List.of(figure), List.of());
    }

    /** 5: what lies on clearing and suspense accounts is what the open breaks say lies there. */
    public static ControlCheck clearingExplained(
            Collection<AccountBalance> balances, Collection<Break> breaks) {
        TreeMap<Place, long[]> sums = new TreeMap<>();
        for (AccountBalance balance : balances) {
            if (isClearing(balance.account())) {
                long[] sum = sum(sums, balance.account(), balance.currency());
                sum[0] = Math.addExact(sum[0], balance.closing());
            }
        }
        for (Break row : breaks) {
            Money amount = row.amount();
            if (row.isOpen() && row.account() != null && amount != null) {
                long[] sum = sum(sums, row.account(), amount.currency());
                sum[1] = Math.addExact(sum[1], amount.minor());
            }
        }
        List<Json.Obj> figures = new ArrayList<>();
        sums.forEach(
                (place, sum) -> {
                    if (sum[0] != sum[1]) {
                        throw new ControlFailedException(
                                "%s holds %s, the open breaks explain %s"
                                        .formatted(
                                                place.account(),
                                                Money.of(sum[0], place.currency()),
                                                Money.of(sum[1], place.currency())));
                    }
                    if (sum[0] != 0) {
                        figures.add(
                                Json.object()
                                        .put("account", place.account().path())
                                        .put("currency", place.currency().code())
                                        .putMinor("balance", sum[0])
                                        .putMinor("explained", sum[1])
                                        .build());
                    }
                });
        return new ControlCheck(5, "clearing-explained", figures, List.of());
    }

    /** The seven checks of a day before there is anything to check. */
    public static List<ControlCheck> ofNothing() {
        return List.of(
                trialBalance(List.of()),
                rowsPosted(List.of()),
                stripeBalance(List.of()),
                payoutComposition(List.of()),
                clearingExplained(List.of(), List.of()),
                payoutsTransferred(List.of(), List.of()),
                royaltiesReproduced(0, 0));
    }

    private static long[] sum(TreeMap<Place, long[]> sums, AccountId account, Currency currency) {
        return sums.computeIfAbsent(new Place(account, currency), place -> new long[2]);
    }

    private static boolean isClearing(AccountId account) {
        return account.isWithin("assets:clearing") || account.isWithin("assets:suspense");
    }

    /** The check as a sealed segment has it: a break where one says so. */
    public Json.Obj toJson() {
        return Json.object()
                .put("id", id)
                .put("name", name)
                .put("figures", Json.array(figures))
                .put("result", findings.isEmpty() ? "PASS" : "BREAK")
                .build();
    }
}
