package com.illuvrse.finance.dpi;

import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.payout.PayableTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order lines an item of a creator's account stands for (reports, section 3.6): those its
 * sealed trace names; of an item without a trace those of its contract in the order, by their nets.
 * An opening balance, an advance or a guarantee stands for none.
 */
public record ItemLines(List<Line> lines) {

    public static final ItemLines NONE = new ItemLines(List.of());

    /**
     * A line of the order.
     *
     * @param kind what was sold; null when the order as told last has no such line
     * @param weight how much of the item is this line's, 0 or more
     * @param commission the seller's part of what the platform kept of it, in minor units
     */
    public record Line(String line, @Nullable String kind, long weight, long commission) {}

    public ItemLines {
        lines = List.copyOf(lines);
    }

    /**
     * The lines of an item of one contract.
     *
     * @param contract the item's; null when nobody can tell
     * @param traced parts of the item's entry, of all contracts
     * @param ordered lines of its order as told last; none without an order
     */
    public static ItemLines of(
            @Nullable String contract, List<PayableTrace.Part> traced, List<OrderLine> ordered) {
        Map<String, String> kinds = new LinkedHashMap<>();
        ordered.forEach(line -> kinds.put(line.line(), line.kind()));
        Map<String, Line> lines = new LinkedHashMap<>();
        for (PayableTrace.Part part : traced) {
            if (part.contract().equals(contract) && !part.line().isEmpty() && part.amount() != 0) {
                lines.merge(
                        part.line(),
                        new Line(
                                part.line(),
                                kinds.get(part.line()),
                                Math.abs(part.amount()),
                                part.commission()),
                        (one, more) ->
                                new Line(
                                        one.line(),
                                        one.kind(),
                                        Math.addExact(one.weight(), more.weight()),
                                        Math.addExact(one.commission(), more.commission())));
            }
        }
        if (lines.isEmpty()) {
            for (OrderLine line : ordered) {
                if ((contract == null || line.contract().equals(contract)) && line.net() > 0) {
                    lines.put(line.line(), new Line(line.line(), line.kind(), line.net(), 0));
                }
            }
        }
        return new ItemLines(List.copyOf(lines.values()));
    }

    /** The parts of an amount that fall on the lines: largest remainder, in their order. */
    List<Long> split(long amount) {
        List<Fraction> weights = new ArrayList<>();
        lines.forEach(line -> weights.add(Fraction.of(line.weight())));
        return Allocation.split(amount, weights);
    }
}
