package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PaymentFact.Place;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one creator is owed in one currency, item by item, and what every payment paid for (reports,
 * section 2.3). Postings are told in the order of the books; the items add up to the balance.
 *
 * <p>A payment takes every negative item in full, then positive items, oldest first, until its
 * gross is reached; the last may be taken in part. What a payment finds no item for stays as a
 * negative item. What comes back mirrors the facts of its payment and opens the items again.
 */
public final class OpenItems {

    /** An item that is still open, in minor units; positive when it is owed to the creator. */
    public record Item(Place place, Earning earning, long amount) {}

    /** A payment with what it took of which items and what came back of it so far. */
    private static final class Paid {
        private final LocalDate paidOn;
        private final List<Item> taken = new ArrayList<>();
        private final List<PaymentFact> facts = new ArrayList<>();
        private long gross;
        private long returned;

        private Paid(LocalDate paidOn) {
            this.paidOn = paidOn;
        }
    }

    private final Currency currency;
    private final TreeMap<Place, Item> open = new TreeMap<>();
    private final Map<EntryId, Paid> payments = new HashMap<>();
    private final List<PaymentFact> facts = new ArrayList<>();
    private final Set<Place> itemsPaidBefore = new HashSet<>();
    private final Set<String> ordersPaidBefore = new HashSet<>();

    public OpenItems(Currency currency) {
        this.currency = currency;
    }

    /** A posting that is no payment: owed to the creator, or, when negative, by the creator. */
    public void post(Place place, Earning earning, long amount) {
        Item before = open.get(place);
        long sum = before == null ? amount : Math.addExact(before.amount(), amount);
        if (sum == 0) {
            open.remove(place);
        } else {
            open.put(place, new Item(place, before == null ? earning : before.earning(), sum));
        }
    }

    /**
     * A payment of the whole balance or a part of it.
     *
     * @param line the payment's own place
     * @param gross above 0, in minor units
     * @return what it paid for; the facts add up to the gross
     */
    public List<PaymentFact> pay(Place line, LocalDate paidOn, long gross) {
        requirePositive(gross);
        Paid paid = payments.computeIfAbsent(line.entry(), entry -> new Paid(paidOn));
        int before = paid.facts.size();
        long left = gross;
        for (Item item : open().stream().filter(item -> item.amount() < 0).toList()) {
            take(item, item.amount(), paid);
            left = Math.subtractExact(left, item.amount());
        }
        left = takeOldest(left, item -> true, paid);
        if (left > 0) {
            Item none = new Item(line, Earning.UNKNOWN, left);
            take(none, left, paid);
        }
        for (Item item : paid.taken.subList(before, paid.taken.size())) {
            paid.facts.add(
                    new PaymentFact(
                            line.entry(),
                            paidOn,
                            item.place(),
                            item.earning(),
                            Money.of(item.amount(), currency)));
        }
        return note(paid, before, gross);
    }

    /**
     * A payment that says itself what it is for: one fact as it stands. It takes positive items of
     * its contract, oldest first.
     */
    public List<PaymentFact> payFor(Place line, LocalDate paidOn, Earning earning, long gross) {
        requirePositive(gross);
        Paid paid = payments.computeIfAbsent(line.entry(), entry -> new Paid(paidOn));
        int before = paid.facts.size();
        String contract = earning.contract();
        long left =
                takeOldest(
                        gross,
                        item -> contract != null && contract.equals(item.earning().contract()),
                        paid);
        if (left > 0) {
            take(new Item(line, earning, left), left, paid);
        }
        paid.facts.add(
                new PaymentFact(line.entry(), paidOn, line, earning, Money.of(gross, currency)));
        return note(paid, before, gross);
    }

    private static void requirePositive(long gross) {
        if (gross <= 0) {
            throw new IllegalArgumentException("a payment is above 0, found " + gross);
        }
    }

    private List<PaymentFact> note(Paid paid, int from, long gross) {
        paid.gross = Math.addExact(paid.gross, gross);
        List<PaymentFact> added = List.copyOf(paid.facts.subList(from, paid.facts.size()));
        facts.addAll(added);
        return added;
    }

    private long takeOldest(long wanted, Predicate<Item> which, Paid paid) {
        long left = wanted;
        List<Item> oldest = left == 0 ? List.of() : List.copyOf(open.values());
        for (Item item : oldest) {
            if (left == 0) {
                break;
            }
            if (item.amount() > 0 && which.test(item)) {
                long amount = Math.min(left, item.amount());
                take(item, amount, paid);
                left = Math.subtractExact(left, amount);
            }
        }
        return left;
    }

    private void take(Item item, long amount, Paid paid) {
        post(item.place(), item.earning(), Math.negateExact(amount));
        paid.taken.add(new Item(item.place(), item.earning(), amount));
    }

    /** Whether an entry told so far is a payment. */
    public boolean isPayment(EntryId entry) {
        return payments.containsKey(entry);
    }

    /**
     * Money of a payment that came back, or a payment that was cancelled: its facts are mirrored on
     * the day it was paid, its items are open again. A part mirrors its share of each; all parts
     * together mirror the whole. What is more than was paid is an item of its own.
     *
     * @param line the place of the posting that says so
     * @param amount above 0, in minor units
     */
    public List<PaymentFact> giveBack(EntryId payment, Place line, long amount) {
        requirePositive(amount);
        Paid paid =
                Optional.ofNullable(payments.get(payment))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "expected a payment told before, found "
                                                        + payment));
        long back = Math.min(amount, Math.subtractExact(paid.gross, paid.returned));
        post(line, Earning.UNKNOWN, Math.subtractExact(amount, back));
        List<Long> reopened = steps(paid.taken.stream().map(Item::amount).toList(), paid, back);
        for (int i = 0; i < reopened.size(); i++) {
            Item item = paid.taken.get(i);
            post(item.place(), item.earning(), reopened.get(i));
        }
        List<Long> mirrored =
                steps(paid.facts.stream().map(fact -> fact.gross().minor()).toList(), paid, back);
        List<PaymentFact> mirrors = new ArrayList<>();
        for (int i = 0; i < mirrored.size(); i++) {
            PaymentFact fact = paid.facts.get(i);
            if (mirrored.get(i) != 0) {
                mirrors.add(
                        new PaymentFact(
                                payment,
                                paid.paidOn,
                                fact.item(),
                                fact.earning(),
                                Money.of(-mirrored.get(i), currency),
                                line.entry()));
            }
        }
        paid.returned = Math.addExact(paid.returned, back);
        facts.addAll(mirrors);
        return List.copyOf(mirrors);
    }

    /** Cumulative shares after this return less those before it. */
    private static List<Long> steps(List<Long> amounts, Paid paid, long back) {
        List<Long> before = shares(amounts, paid.returned, paid.gross);
        List<Long> after = shares(amounts, Math.addExact(paid.returned, back), paid.gross);
        List<Long> steps = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            steps.add(Math.subtractExact(after.get(i), before.get(i)));
        }
        return steps;
    }

    private static List<Long> shares(List<Long> amounts, long part, long whole) {
        Fraction share = Fraction.of(part, whole);
        return Allocation.round(part, amounts.stream().map(share::times).toList());
    }

    /** The items that are open, oldest first. */
    public List<Item> open() {
        return List.copyOf(open.values());
    }

    /** What is owed, in minor units: the sum of the open items. */
    public long balance() {
        return open.values().stream().mapToLong(Item::amount).reduce(0, Math::addExact);
    }

    /** What all payments paid for, mirrors of returns included, as it was told. */
    public List<PaymentFact> facts() {
        return List.copyOf(facts);
    }

    /**
     * Forgets how payments were made up, and what they paid for in other years than one; of earlier
     * years it stays known which items and orders of the year were paid in part.
     */
    public void keepOnly(int year) {
        payments.clear();
        Map<Place, Long> before = new HashMap<>();
        Set<Place> items = new HashSet<>();
        Set<String> orders = new HashSet<>();
        for (PaymentFact fact : facts) {
            if (fact.paidOn().getYear() < year) {
                before.merge(fact.item(), fact.gross().minor(), Math::addExact);
            } else if (fact.paidOn().getYear() == year) {
                items.add(fact.item());
                addOrder(fact, orders);
            }
        }
        for (PaymentFact fact : facts) {
            if (fact.paidOn().getYear() < year && before.getOrDefault(fact.item(), 0L) != 0) {
                itemsPaidBefore.add(fact.item());
                if (before.getOrDefault(fact.item(), 0L) > 0) {
                    addOrder(fact, ordersPaidBefore);
                }
            }
        }
        itemsPaidBefore.retainAll(items);
        ordersPaidBefore.retainAll(orders);
        facts.removeIf(fact -> fact.paidOn().getYear() != year);
    }

    private static void addOrder(PaymentFact fact, Set<String> orders) {
        String order = fact.earning().order();
        if (order != null) {
            orders.add(order);
        }
    }

    /** Whether an item of the year that is kept was paid in part in a year before it. */
    public boolean wasPaidBefore(Place item) {
        return itemsPaidBefore.contains(item);
    }

    /** Whether something of an order was paid in a year before the one that is kept. */
    public boolean wasPaidBefore(String order) {
        return ordersPaidBefore.contains(order);
    }
}
