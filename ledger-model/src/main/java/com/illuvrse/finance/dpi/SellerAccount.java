package com.illuvrse.finance.dpi;

import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.OpenItems;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.PaymentFact.Place;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The year of one seller in one currency: its payment facts, told in the order of the books, become
 * facts by order line.
 *
 * <p>Commission comes with the first payment of an item, and an order counts once for each
 * activity, with the first payment of something it earned. A payment that comes back whole takes
 * both back, so the next payment of the item is its first again. What belongs to no order line has
 * the activity of the seller's other sales under its contract, when they all have one.
 */
public final class SellerAccount {

    private final String payee;
    private final Currency currency;
    private final OpenItems items;
    private final BiFunction<String, LocalDate, @Nullable Activity> activities;
    private final Map<Place, Long> paid = new HashMap<>();
    private final Map<Ordered, Long> counted = new HashMap<>();
    private final Map<String, Set<Activity>> byContract = new HashMap<>();
    private final List<SellerFact> facts = new ArrayList<>();

    private record Ordered(String order, @Nullable Activity activity, @Nullable String kind) {}

    /**
     * @param items knows what was paid in earlier years
     * @param activities the activity of a kind on a day; null when nothing decides it
     */
    public SellerAccount(
            String payee,
            Currency currency,
            OpenItems items,
            BiFunction<String, LocalDate, @Nullable Activity> activities) {
        this.payee = payee;
        this.currency = currency;
        this.items = items;
        this.activities = activities;
    }

    /**
     * Tells a payment fact.
     *
     * @param withheld its part of the tax, in minor units
     */
    public void paid(PaymentFact fact, long withheld, ItemLines of) {
        long before = paid.getOrDefault(fact.item(), 0L);
        long after = Math.addExact(before, fact.gross().minor());
        paid.put(fact.item(), after);
        boolean begins = before == 0 && after != 0 && !items.wasPaidBefore(fact.item());
        boolean ends = before != 0 && after == 0 && !items.wasPaidBefore(fact.item());
        int sign = begins ? 1 : ends ? -1 : 0;
        if (of.lines().isEmpty()) {
            add(fact, null, fact.gross().minor(), withheld, 0);
            return;
        }
        List<Long> parts = of.split(fact.gross().minor());
        List<Long> taxes = taxes(withheld, parts);
        for (int i = 0; i < parts.size(); i++) {
            ItemLines.Line line = of.lines().get(i);
            add(fact, line, parts.get(i), taxes.get(i), sign * line.commission());
        }
    }

    private static List<Long> taxes(long withheld, List<Long> parts) {
        if (withheld == 0) {
            return parts.stream().map(part -> 0L).toList();
        }
        return Allocation.split(
                withheld, parts.stream().map(part -> Fraction.of(Math.abs(part))).toList());
    }

    private void add(
            PaymentFact fact, ItemLines.@Nullable Line line, long gross, long tax, long fees) {
        String kind = line == null ? null : line.kind();
        Activity activity = kind == null ? null : activities.apply(kind, fact.paidOn());
        String contract = fact.earning().contract();
        if (activity != null && contract != null) {
            byContract
                    .computeIfAbsent(contract, name -> EnumSet.noneOf(Activity.class))
                    .add(activity);
        }
        facts.add(
                new SellerFact(
                        payee,
                        fact,
                        line == null ? null : line.line(),
                        kind,
                        activity,
                        Money.of(gross, currency),
                        Money.of(tax, currency),
                        Money.of(fees, currency),
                        line != null && counts(fact, kind, activity, gross)));
    }

    /** Whether the first payment of an order begins or ends with this. */
    private boolean counts(
            PaymentFact fact, @Nullable String kind, @Nullable Activity activity, long gross) {
        String order = fact.earning().order();
        boolean earned = fact.returnedBy() == null ? gross > 0 : gross < 0;
        if (order == null || !earned || items.wasPaidBefore(order)) {
            return false;
        }
        Ordered key = new Ordered(order, activity, activity == null ? kind : null);
        long before = counted.getOrDefault(key, 0L);
        long after = Math.addExact(before, gross);
        counted.put(key, after);
        return (before == 0 && after > 0) || (before > 0 && after == 0);
    }

    /** All facts of the year, as told. */
    public List<SellerFact> facts() {
        return facts.stream().map(this::withActivityOfItsContract).toList();
    }

    private SellerFact withActivityOfItsContract(SellerFact fact) {
        String contract = fact.payment().earning().contract();
        Set<Activity> others = contract == null ? null : byContract.get(contract);
        if (fact.line() != null || others == null || others.size() != 1) {
            return fact;
        }
        return new SellerFact(
                fact.payee(),
                fact.payment(),
                null,
                null,
                others.iterator().next(),
                fact.gross(),
                fact.tax(),
                fact.fees(),
                fact.counted());
    }
}
