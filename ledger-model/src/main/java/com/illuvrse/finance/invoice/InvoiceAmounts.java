package com.illuvrse.finance.invoice;

import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.order.SettledAmounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer was charged, taken apart in the proportions of the order: tax by jurisdiction
 * HALF_UP and the rest as net, as the sale is booked, then over the lines by largest remainder.
 *
 * <p>Everything is worked out on amounts so far, in two steps that follow the books: what stands
 * after reversals in proportion to the order, what is refunded in proportion to what stands. So the
 * credit notes of an invoice that is credited in full add up to it on every line and tax, whatever
 * the parts were.
 */
final class InvoiceAmounts {

    private InvoiceAmounts() {}

    /** The lines of an amount charged. */
    static List<InvoiceLine> charged(OrderPlaced form, long total) {
        SettledAmounts amounts = SettledAmounts.of(form, total);
        List<Long> nets = amounts.netOver(form.lines().stream().map(OrderLine::net).toList());
        List<SortedMap<String, Long>> stated =
                form.lines().stream().map(OrderLine::taxAmounts).toList();
        List<InvoiceLine> lines = new ArrayList<>();
        List<Map<String, Long>> taxes = taxes(amounts, stated);
        for (int i = 0; i < nets.size(); i++) {
            OrderLine line = form.lines().get(i);
            List<InvoiceTax> each = new ArrayList<>();
            taxes.get(i)
                    .forEach(
                            (place, tax) ->
                                    each.add(new InvoiceTax(place, rate(line, place), tax)));
            lines.add(new InvoiceLine(line.line(), line.kind(), nets.get(i), each));
        }
        return lines;
    }

    /**
     * The lines of all that was credited of an invoice so far.
     *
     * @param total what was invoiced
     * @param reversed of it, what was never taken or failed
     * @param refunded of the rest, what the buyer has back
     */
    static List<InvoiceLine> credited(OrderPlaced form, long total, long reversed, long refunded) {
        List<InvoiceLine> stands = charged(form, Math.subtractExact(total, reversed));
        return sum(
                sum(charged(form, total), negated(stands)),
                part(form, stands, Math.subtractExact(total, reversed), refunded));
    }

    /** A part of what stands, in the proportions of its own lines; all of it is exactly that. */
    private static List<InvoiceLine> part(
            OrderPlaced form, List<InvoiceLine> stands, long whole, long part) {
        if (part == whole) {
            return stands;
        }
        SettledAmounts amounts = SettledAmounts.ofPart(form, whole, part);
        List<Long> nets =
                amounts.netOver(stands.stream().map(line -> Math.max(0, line.net())).toList());
        List<Map<String, Long>> taxes =
                taxes(amounts, stands.stream().map(InvoiceAmounts::byPlace).toList());
        List<InvoiceLine> lines = new ArrayList<>();
        for (int i = 0; i < nets.size(); i++) {
            InvoiceLine line = stands.get(i);
            Map<String, Long> own = taxes.get(i);
            List<InvoiceTax> each =
                    line.taxes().stream()
                            .map(
                                    tax ->
                                            new InvoiceTax(
                                                    tax.jurisdiction(),
                                                    tax.rate(),
                                                    Objects.requireNonNull(
                                                            own.get(tax.jurisdiction()))))
                            .toList();
            lines.add(new InvoiceLine(line.line(), line.kind(), nets.get(i), each));
        }
        return lines;
    }

    private static SortedMap<String, Long> byPlace(InvoiceLine line) {
        TreeMap<String, Long> taxes = new TreeMap<>();
        line.taxes().forEach(tax -> taxes.put(tax.jurisdiction(), tax.amount()));
        return taxes;
    }

    /** Each jurisdiction's tax over the lines that owe it, in proportion to what they owe. */
    private static List<Map<String, Long>> taxes(
            SettledAmounts amounts, List<SortedMap<String, Long>> weights) {
        List<Map<String, Long>> lines = new ArrayList<>();
        weights.forEach(line -> lines.add(new TreeMap<>()));
        amounts.taxes()
                .forEach(
                        (place, tax) -> {
                            List<Integer> owing = new ArrayList<>();
                            for (int i = 0; i < weights.size(); i++) {
                                if (weights.get(i).containsKey(place)) {
                                    owing.add(i);
                                }
                            }
                            List<Long> parts =
                                    split(
                                            tax,
                                            owing.stream()
                                                    .map(i -> weight(weights.get(i), place))
                                                    .toList());
                            for (int i = 0; i < parts.size(); i++) {
                                lines.get(owing.get(i)).put(place, parts.get(i));
                            }
                        });
        return lines;
    }

    private static long weight(SortedMap<String, Long> line, String place) {
        return Math.max(0, line.getOrDefault(place, 0L));
    }

    /** Evenly when no weight tells. */
    private static List<Long> split(long whole, List<Long> weights) {
        boolean allZero = weights.stream().allMatch(weight -> weight == 0);
        return Allocation.split(
                whole,
                weights.stream()
                        .map(weight -> allZero ? Fraction.ONE : Fraction.of(weight))
                        .toList());
    }

    /** The rate a line states for a jurisdiction, when it states exactly one. */
    private static @Nullable String rate(OrderLine line, String jurisdiction) {
        List<LineTax> taxes =
                line.taxes().stream()
                        .filter(tax -> tax.jurisdiction().equals(jurisdiction))
                        .toList();
        return taxes.size() == 1 ? taxes.getFirst().rate() : null;
    }

    static List<InvoiceLine> sum(List<InvoiceLine> some, List<InvoiceLine> others) {
        List<InvoiceLine> sums = new ArrayList<>(some.size());
        for (int i = 0; i < some.size(); i++) {
            sums.add(some.get(i).plus(others.get(i)));
        }
        return sums;
    }

    static List<InvoiceLine> negated(List<InvoiceLine> lines) {
        return lines.stream().map(InvoiceLine::negated).toList();
    }
}
