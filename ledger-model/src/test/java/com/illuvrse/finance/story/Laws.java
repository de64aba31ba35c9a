package com.illuvrse.finance.story;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What must be true of the books whatever happened. Each law reads lines and breaks only, and knows
 * what happened from the story alone; it throws an {@link AssertionError} that begins with its
 * name.
 */
public final class Laws {

    private static final Map<String, List<String>> STRIPE =
            Map.of(
                    "payments",
                    List.of("assets:stripe:payments:pending", "assets:stripe:payments:available"),
                    "issuing",
                    List.of("assets:stripe:issuing"),
                    "risk_reserved",
                    List.of("assets:stripe:reserve"),
                    "refund_and_dispute_prefunding",
                    List.of("assets:stripe:prefunding"));

    private Laws() {}

    static AssertionError broken(String law, String what) {
        return new AssertionError(law + ": " + what);
    }

    /** Every entry, and with them the whole books, balance in every currency. */
    static void entriesBalance(List<Line> lines) {
        Map<String, Long> sums = new TreeMap<>();
        for (Line line : lines) {
            sums.merge(line.source() + " in " + line.currency(), line.amount(), Math::addExact);
        }
        sums.forEach(
                (entry, sum) -> {
                    if (sum != 0) {
                        throw broken("balance", "%s is %d off".formatted(entry, sum));
                    }
                });
    }

    /** What lies on clearing and suspense accounts is item by item what open breaks say. */
    static void clearingIsExplained(List<Line> lines, Collection<Break> breaks) {
        Map<String, String> pairs = new HashMap<>();
        Map<String, Long> items = new TreeMap<>();
        for (Line line : lines) {
            if (line.isOf("assets:clearing") || line.isOf("assets:suspense")) {
                String item = item(line, pairs);
                items.merge(
                        line.account() + " " + line.currency() + " " + item,
                        line.amount(),
                        Math::addExact);
            }
        }
        for (Break row : breaks) {
            Money amount = row.amount();
            if (row.isOpen() && row.account() != null && amount != null) {
                String account = row.account().path();
                String item = pairs.getOrDefault(account + " " + row.ref(), row.ref());
                items.merge(
                        account + " " + amount.currency() + " " + item,
                        -amount.minor(),
                        Math::addExact);
            }
        }
        items.forEach(
                (item, rest) -> {
                    if (rest != 0) {
                        throw broken(
                                "clearing", "%s holds %d no break explains".formatted(item, rest));
                    }
                });
    }

    /** The two legs of a reserve are one item, every other row is one of its own. */
    private static String item(Line line, Map<String, String> pairs) {
        if (line.source().startsWith("bank:")) {
            return line.source().substring("bank:".length());
        }
        String bt = line.bt() == null ? line.source() : line.bt();
        boolean paired =
                line.isOf("assets:clearing:reserve") || line.isOf("assets:clearing:advance");
        if (paired && line.stripe() != null) {
            pairs.put(line.account() + " " + bt, line.stripe());
            return line.stripe();
        }
        return bt;
    }

    /**
     * The accounts of Stripe's balances are what Stripe says it holds at the end of a day, but for
     * rows that Stripe changed after they were booked.
     *
     * @param stripe what Stripe says, by balance type and currency
     */
    public static void stripeAgrees(
            Story story,
            Collection<JournalEntry> entries,
            LocalDate day,
            Map<String, Long> stripe) {
        linesAgree(story, Line.of(entries), day, stripe);
    }

    /** As {@link #stripeAgrees}, for books that no entry could be built of. */
    static void linesAgree(Story story, List<Line> lines, LocalDate day, Map<String, Long> stripe) {
        Map<String, Long> difference = new TreeMap<>(stripe);
        difference.keySet().removeIf(place -> accounts(place).isEmpty());
        for (Line line : lines) {
            STRIPE.forEach(
                    (type, accounts) -> {
                        if (accounts.contains(line.account())) {
                            difference.merge(
                                    type + " " + line.currency(), -line.amount(), Math::addExact);
                        }
                    });
        }
        Map<String, ObjectNode> now = story.shownAt(story.clock(day));
        story.rowsUpTo(day)
                .forEach(
                        (id, booked) -> {
                            ObjectNode shown = now.getOrDefault(id, booked);
                            difference.merge(place(booked), net(booked) - net(shown), Long::sum);
                        });
        difference.forEach(
                (place, rest) -> {
                    if (rest != 0 && !accounts(place).isEmpty()) {
                        throw broken("tie-out", "on %s %s is %d off".formatted(day, place, rest));
                    }
                });
    }

    /** What the rows Stripe shows say of its balances at the end of a day. */
    public static Map<String, Long> stripeByItsRows(Story story, LocalDate day) {
        Map<String, Long> sums = new TreeMap<>();
        long end = story.end(day).getEpochSecond();
        for (ObjectNode row : story.shownAt(story.clock(day)).values()) {
            if (row.path("created").longValue() < end) {
                sums.merge(place(row), net(row), Math::addExact);
            }
        }
        return sums;
    }

    private static List<String> accounts(String place) {
        return STRIPE.getOrDefault(place.substring(0, place.indexOf(' ')), List.of());
    }

    static String place(ObjectNode row) {
        return row.path("balance_type").stringValue()
                + " "
                + row.path("currency").stringValue().toUpperCase(Locale.ROOT);
    }

    private static long net(ObjectNode row) {
        return row.path("net").longValue();
    }

    /** Every row has its one entry, which moves Stripe's balance by the row's net. */
    static void everyRowIsBookedOnce(Story story, List<Line> lines, LocalDate day) {
        Map<String, ObjectNode> rows = story.rowsUpTo(day);
        Map<String, Long> moved = new TreeMap<>();
        for (Line line : lines) {
            ObjectNode row = line.row() == null ? null : rows.get(line.row());
            if (line.row() != null && row == null) {
                throw broken("rows", "booked but not there: %s".formatted(line.row()));
            }
            if (row != null) {
                boolean moves = accounts(place(row)).contains(line.account());
                moved.merge(line.row(), moves ? line.amount() : 0L, Math::addExact);
            }
        }
        rows.forEach(
                (id, row) -> {
                    boolean nothing = net(row) == 0 && row.path("amount").longValue() == 0;
                    if (!moved.containsKey(id) && !nothing) {
                        throw broken("rows", "%s is not booked".formatted(id));
                    }
                    long found = moved.getOrDefault(id, 0L);
                    if (found != net(row) && !accounts(place(row)).isEmpty()) {
                        throw broken(
                                "rows", "%s moved %d instead of %d".formatted(id, found, net(row)));
                    }
                });
    }

    /**
     * Escrow, tax, held and reserved money of an order never fall below zero. Only escrow does,
     * when a payment was reversed after delivery, and then a break says so.
     */
    static void nothingIsOwedTwice(List<Line> lines, Collection<Break> breaks) {
        Set<String> unpaid = new HashSet<>();
        for (Break row : breaks) {
            if (row.isOpen() && row.type() == BreakType.ORDER_WITHOUT_PAYMENT) {
                unpaid.add(row.ref());
            }
        }
        Map<String, Long> sums = new TreeMap<>();
        for (Line line : lines) {
            boolean never =
                    (line.isOf("liabilities:escrow")
                                    && line.order() != null
                                    && !unpaid.contains(line.order()))
                            || line.isOf("liabilities:tax")
                            || line.account().endsWith(":held")
                            || (line.account().endsWith(":reserve")
                                    && line.isOf("liabilities:creator"));
            if (never && line.order() != null) {
                sums.merge(
                        line.order() + " " + line.account() + " " + line.currency(),
                        -line.amount(),
                        Math::addExact);
            }
        }
        sums.forEach(
                (place, sum) -> {
                    if (sum < 0) {
                        throw broken("below zero", "%s is %d".formatted(place, sum));
                    }
                });
    }

    /** What an order's entries left where, credit positive, in its settlement currency. */
    static final class Groups {
        final Map<String, Long> taxes = new TreeMap<>();
        long escrow;
        long creators;
        long held;
        long commission;
        long undeliverable;
        long exchangeLoss;
        long chargebacks;
        long disputes;
        long otherCurrencies;

        static Map<String, Groups> of(Collection<OrderTale> tales, List<Line> lines) {
            Map<String, Groups> groups = new TreeMap<>();
            Map<String, String> currency = new HashMap<>();
            for (OrderTale tale : tales) {
                groups.put(tale.order, new Groups());
                currency.put(tale.order, tale.settled);
            }
            for (Line line : lines) {
                Groups of = line.order() == null ? null : groups.get(line.order());
                if (of != null && line.isOf("assets:disputes:open")) {
                    of.disputes += line.amount();
                } else if (of != null && !line.source().startsWith("stripe:")) {
                    of.add(line, currency.getOrDefault(line.order(), ""));
                }
            }
            return groups;
        }

        private void add(Line line, String currency) {
            long credit = -line.amount();
            if (!line.currency().equals(currency)) {
                otherCurrencies += Math.abs(credit);
            } else if (line.isOf("liabilities:tax")) {
                String place = line.account().substring("liabilities:tax:".length());
                taxes.merge(place, credit, Math::addExact);
            } else if (line.isOf("liabilities:escrow")) {
                escrow += credit;
            } else if (line.isOf("liabilities:creator") || line.isOf("assets:advances")) {
                creators += credit;
                held += line.account().endsWith(":held") ? credit : 0;
            } else if (line.isOf("revenue:commission")) {
                commission += credit;
            } else if (line.isOf("liabilities:refunds:undeliverable")) {
                undeliverable += credit;
            } else if (line.isOf("expenses:fx-loss") || line.isOf("revenue:fx-gain")) {
                exchangeLoss -= credit;
            } else if (line.isOf("expenses:losses:chargeback")) {
                chargebacks -= credit;
            }
        }

        long tax() {
            return taxes.values().stream().mapToLong(Long::longValue).sum();
        }

        long left() {
            return tax() + escrow + creators + commission;
        }
    }

    /** What an order brought and nobody took back is all there, and where it belongs. */
    static void ordersAreConserved(Collection<OrderTale> tales, List<Line> lines) {
        Map<String, Groups> groups = Groups.of(tales, lines);
        for (OrderTale tale : tales) {
            Groups found = groups.getOrDefault(tale.order, new Groups());
            expect(tale, "in another currency", 0, found.otherCurrencies);
            long inDispute =
                    tale.claims.stream()
                            .filter(OrderTale.Claim::isOpen)
                            .mapToLong(claim -> claim.take.settled())
                            .sum();
            if (!tale.isSold()) {
                expect(tale, "left of an order that was not sold", 0, found.left());
                continue;
            }
            expect(tale, "still in dispute", inDispute, found.disputes);
            expect(tale, "owed to the buyer", tale.undeliverable, found.undeliverable);
            if (!tale.hasOpenClaim()) {
                expect(tale, "held", 0, found.held);
            }
            if (tale.isOverdrawn() && !tale.claims.isEmpty()) {
                continue;
            }
            long left = tale.captured() - tale.takenBack() - tale.transferred;
            if (!tale.isOverdrawn()) {
                long loss = tale.exchangeLoss();
                expect(
                        tale,
                        "left before exchange",
                        left - loss,
                        found.left() - found.exchangeLoss);
                expect(tale, "charged back to us", 0, found.chargebacks);
            }
            if (tale.exchanged && (tale.isReversed() || tale.isOverdrawn())) {
                continue;
            }
            expect(tale, "left", left, found.left());
            if (!tale.isDestination() && !tale.amended && !tale.isReversed()) {
                taxesAreConserved(tale, found);
                if (tale.delivered && !tale.held) {
                    expect(tale, "in escrow though delivered", 0, found.escrow);
                }
            }
        }
    }

    /** Each to the cent, but that of a part refunded: net that was never sold comes out of tax. */
    private static void taxesAreConserved(OrderTale tale, Groups found) {
        boolean partly = tale.takenBack() > 0 && tale.takenBack() < tale.captured();
        long slack = partly ? Math.max(0, tale.taxes.size() - 1) : 0;
        tale.taxLeft()
                .forEach(
                        (place, tax) -> {
                            long booked = found.taxes.getOrDefault(place, 0L);
                            if (Math.abs(tax - booked) > slack) {
                                expect(tale, "tax of " + place, tax, booked);
                            }
                        });
    }

    private static void expect(OrderTale tale, String what, long expected, long found) {
        if (expected != found) {
            throw broken(
                    "conservation",
                    "%s: %s %d, found %d".formatted(tale.order, what, expected, found));
        }
    }

    /** When everything was given back, only fees, exchange differences and Stripe remain. */
    static void nothingIsLeft(List<Line> lines) {
        Map<String, Long> sums = new TreeMap<>();
        for (Line line : lines) {
            boolean mayRemain =
                    line.isOf("expenses:fees")
                            || line.isOf("assets:tax:input")
                            || line.isOf("expenses:fx-loss")
                            || line.isOf("revenue:fx-gain")
                            || line.isOf("assets:stripe")
                            || (line.source().startsWith("journal:")
                                    && line.isOf("equity:opening"));
            String account = line.account();
            boolean paid = line.source().startsWith("journal:") && line.isOf("assets:advances");
            if (!mayRemain && !paid) {
                sums.merge(account + " " + line.currency(), line.amount(), Math::addExact);
            }
        }
        sums.forEach(
                (place, sum) -> {
                    if (sum != 0) {
                        throw broken(
                                "refund everything", "%s still holds %d".formatted(place, sum));
                    }
                });
    }

    /** Whatever came in one night or in several ends at the same totals for each order. */
    static void nightsDoNotMatter(Story story, List<Line> several, List<Line> one) {
        Map<String, Groups> bySeveral = Groups.of(story.tales().values(), several);
        Map<String, Groups> byOne = Groups.of(story.tales().values(), one);
        Set<String> changed = story.changedTales();
        for (OrderTale tale : story.tales().values()) {
            if (tale.isOverdrawn() || changed.contains(tale.order)) {
                continue;
            }
            boolean inParts = !tale.amended && !tale.isReversed() && !tale.held;
            List<Long> expected = totals(bySeveral, tale, inParts);
            List<Long> found = totals(byOne, tale, inParts);
            if (!expected.equals(found)) {
                throw broken(
                        "nights",
                        "%s is %s, in one night %s".formatted(tale.order, expected, found));
            }
        }
    }

    private static List<Long> totals(Map<String, Groups> groups, OrderTale tale, boolean inParts) {
        Groups of = groups.getOrDefault(tale.order, new Groups());
        List<Long> totals = new ArrayList<>();
        totals.add(of.left() - of.exchangeLoss);
        totals.add(of.undeliverable);
        totals.add(of.chargebacks);
        totals.add(of.disputes);
        if (inParts) {
            totals.add(of.exchangeLoss);
            totals.add(of.tax());
            totals.add(of.escrow);
        }
        return totals;
    }
}
