package com.illuvrse.finance.order;

import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A gross in settlement currency taken apart in the proportions of an order: tax by jurisdiction,
 * each rounded HALF_UP, and the rest as net.
 *
 * <p>One formula for a sale, a reversal and a refund, always on cumulative amounts, so that the
 * whole gross gives the whole tax whatever parts came before.
 */
public record SettledAmounts(SortedMap<String, Long> taxes, long net) {

    public static SettledAmounts of(OrderPlaced form, long gross) {
        long total = form.sum();
        TreeMap<String, Long> taxes = new TreeMap<>();
        long net = gross;
        for (var tax : form.taxAmounts().entrySet()) {
            long settled =
                    total == 0 ? 0 : Fraction.of(tax.getValue(), total).times(gross).roundHalfUp();
            taxes.put(tax.getKey(), settled);
            net = Math.subtractExact(net, settled);
        }
        return new SettledAmounts(taxes, net);
    }

    /**
     * A part of a captured gross that is taken back. Several taxes can be rounded down at once, and
     * then the part's net is above the whole's; what is above comes out of tax, in the order of
     * jurisdictions, so that never more net is taken back than was sold.
     */
    public static SettledAmounts ofPart(OrderPlaced form, long captured, long part) {
        SettledAmounts whole = of(form, captured);
        SettledAmounts exact = of(form, part);
        long above = Math.subtractExact(exact.net(), whole.net());
        if (above <= 0) {
            return exact;
        }
        TreeMap<String, Long> taxes = new TreeMap<>(exact.taxes());
        for (var tax : whole.taxes().entrySet()) {
            long before = taxes.getOrDefault(tax.getKey(), 0L);
            long more = Math.min(above, Math.max(0, tax.getValue() - before));
            taxes.put(tax.getKey(), before + more);
            above -= more;
        }
        long taken = taxes.values().stream().reduce(0L, Math::addExact);
        return new SettledAmounts(taxes, Math.subtractExact(part, taken));
    }

    /** The net over lines in proportion to {@code weights}; evenly when these are all zero. */
    public List<Long> netOver(List<Long> weights) {
        boolean allZero = weights.stream().allMatch(weight -> weight == 0);
        return Allocation.split(
                net,
                weights.stream()
                        .map(weight -> allZero ? Fraction.ONE : Fraction.of(weight))
                        .toList());
    }
}
