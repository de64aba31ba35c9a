package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.payout.PayableEntry.JournalLine;
import com.illuvrse.finance.payout.PaymentFact.Place;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@code :payable} of one creator in one currency, entry by entry in the order of the books:
 * which items are open and what payments paid for (reports, section 2.3).
 *
 * <p>An entry that pays out of several contracts is split by its sealed trace. One without a trace
 * (disputes, destination charges) is split in proportion to what the order gave the creator under
 * each contract so far, before that to the nets of the order's lines; so is what an entry held back
 * for a dispute.
 */
public final class CreatorAccount {

    private static final Fraction NOTHING = Fraction.ZERO;

    private final Function<String, ContractBook> contracts;
    private final PayableTrace traces;
    private final OpenItems items;
    private final Map<String, Map<String, Long>> earnedByOrder = new HashMap<>();

    /**
     * @param contracts all versions of a contract; an empty book for one nobody told us of
     */
    public CreatorAccount(
            String payee, Currency currency, Function<String, ContractBook> contracts) {
        this.contracts = contracts;
        this.traces = new PayableTrace(payee, contracts);
        this.items = new OpenItems(currency);
    }

    public OpenItems items() {
        return items;
    }

    /** Tells the next entry; entries come by (booked on, entry id). */
    public void add(PayableEntry entry) {
        EntryId returned = returned(entry);
        if (returned != null && items.isPayment(returned) && entry.amount() > 0) {
            items.giveBack(returned, place(entry, entry.line(), 0), entry.amount());
        } else if (entry.source().startsWith("payout:")) {
            items.pay(place(entry, entry.line(), 0), entry.effectiveOn(), -entry.amount());
        } else if (!entry.journal().isEmpty()) {
            journal(entry);
        } else {
            split(entry);
        }
    }

    private static Place place(PayableEntry entry, int line, int part) {
        return new Place(entry.bookedOn(), entry.entry(), line, part);
    }

    /** The payment an entry takes back. */
    private static @Nullable EntryId returned(PayableEntry entry) {
        String[] key = entry.source().split(":", -1);
        if (key[0].equals("payout-return") && key.length > 3) {
            return SourceKey.of("payout", key[1], key[2], key[3]).entryId();
        }
        return entry.reverses();
    }

    private void journal(PayableEntry entry) {
        for (JournalLine line : entry.journal()) {
            Place place = place(entry, line.line(), 0);
            Earning earning = journalEarning(entry, line);
            if (!entry.isPayment() || line.amount() > 0) {
                items.post(place, earning, line.amount());
            } else if (line.contract() == null) {
                items.pay(place, entry.effectiveOn(), -line.amount());
            } else {
                items.payFor(place, entry.effectiveOn(), earning, -line.amount());
            }
        }
    }

    private Earning journalEarning(PayableEntry entry, JournalLine line) {
        return new Earning(
                line.contract(),
                line.contract() == null ? null : incomeOn(line.contract(), entry.effectiveOn()),
                null,
                line.buyerCountry());
    }

    private void split(PayableEntry entry) {
        Map<String, Integer> versions = new HashMap<>();
        Map<String, Long> parts = traced(entry, versions);
        long rest = Math.subtractExact(entry.amount(), sum(parts.values()));
        if (rest != 0) {
            share(rest, weights(entry, parts)).forEach((name, part) -> add(parts, name, part));
        }
        PayableEntry.Order order = entry.order();
        int number = 0;
        for (var part : parts.entrySet()) {
            String contract = part.getKey().isEmpty() ? null : part.getKey();
            items.post(
                    place(entry, entry.line(), number++),
                    earning(entry, contract, versions),
                    part.getValue());
            if (order != null && contract != null && part.getValue() > 0) {
                add(
                        earnedByOrder.computeIfAbsent(order.order(), name -> new LinkedHashMap<>()),
                        contract,
                        part.getValue());
            }
        }
    }

    private static void add(Map<String, Long> sums, String contract, long amount) {
        sums.merge(contract, amount, Math::addExact);
    }

    private static long sum(Iterable<Long> amounts) {
        long sum = 0;
        for (long amount : amounts) {
            sum = Math.addExact(sum, amount);
        }
        return sum;
    }

    /** What the trace gave this creator or took, by contract in the order of the trace. */
    private Map<String, Long> traced(PayableEntry entry, Map<String, Integer> versions) {
        Map<String, Long> parts = new LinkedHashMap<>();
        for (PayableTrace.Part part : traces.parts(entry.trace(), entry.amount())) {
            versions.putIfAbsent(part.contract(), part.version());
            if (part.amount() != 0) {
                add(parts, part.contract(), part.amount());
            }
        }
        return parts;
    }

    /** What an amount without a trace is shared over; the contract "" is unknown. */
    private Map<String, Long> weights(PayableEntry entry, Map<String, Long> parts) {
        if (!parts.isEmpty()) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            parts.forEach((contract, amount) -> sizes.put(contract, Math.abs(amount)));
            return sizes;
        }
        String named = entry.contract();
        if (named != null) {
            return Map.of(named, 1L);
        }
        PayableEntry.Order order = entry.order();
        if (order == null) {
            return Map.of("", 1L);
        }
        Map<String, Long> earned = earnedByOrder.getOrDefault(order.order(), Map.of());
        Map<String, Long> weights = earned.isEmpty() ? order.netByContract() : earned;
        return weights.values().stream().anyMatch(weight -> weight > 0) ? weights : Map.of("", 1L);
    }

    private static Map<String, Long> share(long amount, Map<String, Long> weights) {
        List<String> names = List.copyOf(weights.keySet());
        List<Fraction> fractions = new ArrayList<>();
        for (String name : names) {
            long weight = weights.getOrDefault(name, 0L);
            fractions.add(weight > 0 ? Fraction.of(weight) : NOTHING);
        }
        List<Long> split = Allocation.split(amount, fractions);
        Map<String, Long> shares = new LinkedHashMap<>();
        for (int i = 0; i < split.size(); i++) {
            if (split.get(i) != 0) {
                shares.put(names.get(i), split.get(i));
            }
        }
        return shares;
    }

    private Earning earning(
            PayableEntry entry, @Nullable String contract, Map<String, Integer> versions) {
        PayableEntry.Order order = entry.order();
        return new Earning(
                contract,
                contract == null ? null : income(entry, contract, versions.get(contract)),
                order == null ? null : order.order(),
                order == null ? null : order.buyerCountry());
    }

    private @Nullable IncomeType income(
            PayableEntry entry, String contract, @Nullable Integer version) {
        if (version != null) {
            return type(contracts.apply(contract).version(contract, version));
        }
        PayableEntry.Order order = entry.order();
        return incomeOn(contract, order == null ? entry.effectiveOn() : order.day());
    }

    private @Nullable IncomeType incomeOn(String contract, LocalDate day) {
        return type(contracts.apply(contract).on(contract, day));
    }

    private static @Nullable IncomeType type(Optional<Contract> contract) {
        return contract.map(Contract::incomeType).map(IncomeType::of).orElse(null);
    }
}
