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
