package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of an order: the proportions its money is taken apart in, in minor units of the
 * order's currency.
 *
 * @param at milliseconds of its {@code occurredAt}
 * @param currency of its amounts
 * @param taxes by jurisdiction over all items
 * @param sum all nets and taxes
 * @param total what the buyer is to pay
 * @param payee the creator of a destination charge; null when the platform splits
 */
record Placed(
        long version,
        long at,
        String currency,
        List<Item> items,
        SortedMap<String, Long> taxes,
        long sum,
        long total,
        @Nullable String payee) {

    /** A line of the order. */
    record Item(String line, String contract, long net) {}

    /** A settled gross taken apart: tax by jurisdiction and the rest. */
    record Parts(SortedMap<String, Long> taxes, long net) {

        long tax(String jurisdiction) {
            return taxes.getOrDefault(jurisdiction, 0L);
        }
    }

    static Placed read(Json.Obj event) {
        List<Item> items = new ArrayList<>();
        TreeMap<String, Long> taxes = new TreeMap<>();
        long sum = 0;
        for (Json.Obj line : event.objects("lines")) {
            TreeMap<String, Long> ofLine = taxes(line);
            long taxed = 0;
            for (var tax : ofLine.entrySet()) {
                taxes.merge(tax.getKey(), tax.getValue(), Math::addExact);
                taxed = Math.addExact(taxed, tax.getValue());
            }
            long net =
                    line.flag("taxInclusive")
                            ? Math.subtractExact(line.minor("gross"), taxed)
                            : line.minor("net");
            items.add(new Item(line.text("line"), line.text("contract"), net));
            sum = Math.addExact(sum, Math.addExact(net, taxed));
        }
        return new Placed(
                event.number("version"),
                InstantText.millis(event.text("occurredAt")),
                event.text("currency"),
                List.copyOf(items),
                taxes,
                sum,
                event.minor("total"),
                event.optionalText("charge") == null ? null : event.text("payee"));
    }

    /** Stated amounts, else by rate on top of the net or inside the gross, HALF_UP. */
    private static TreeMap<String, Long> taxes(Json.Obj line) {
        boolean inside = line.flag("taxInclusive");
        long price = line.minor(inside ? "gross" : "net");
        Ratio all = Ratio.ONE;
        for (Json.Obj tax : line.objects("taxes")) {
            String rate = tax.optionalText("rate");
            all = rate == null ? all : all.plus(Ratio.read(rate));
        }
        TreeMap<String, Long> taxes = new TreeMap<>();
        for (Json.Obj tax : line.objects("taxes")) {
            long amount;
            if (tax.optionalText("amount") != null) {
                amount = tax.minor("amount");
            } else {
                Ratio rate = Ratio.read(tax.text("rate"));
                amount = (inside ? rate.timesOver(price, all) : rate.times(price)).halfUp();
            }
            taxes.merge(tax.text("jurisdiction"), amount, Math::addExact);
        }
        return taxes;
    }

    /** The taxes and the net of a settled gross. */
    Parts of(long gross) {
        TreeMap<String, Long> settled = new TreeMap<>();
        long net = gross;
        for (var tax : taxes.entrySet()) {
            long amount = sum == 0 ? 0 : Ratio.halfUp(gross, tax.getValue(), sum);
            settled.put(tax.getKey(), amount);
            net = Math.subtractExact(net, amount);
        }
        return new Parts(settled, net);
    }

    /**
     * The taxes and the net of a part of a captured gross that goes back. Never more net than there
     * was: what several taxes rounded down leave too much comes out of tax, by jurisdiction.
     */
    Parts ofRefund(long captured, long gross) {
        Parts whole = of(captured);
        Parts part = of(gross);
        long above = Math.subtractExact(part.net(), whole.net());
        if (above <= 0) {
            return part;
        }
        TreeMap<String, Long> more = new TreeMap<>(part.taxes());
        long net = part.net();
        for (String jurisdiction : whole.taxes().keySet()) {
            long room = Math.max(0, whole.tax(jurisdiction) - part.tax(jurisdiction));
            long step = Math.min(above, room);
            more.merge(jurisdiction, step, Math::addExact);
            above -= step;
            net -= step;
        }
        return new Parts(more, net);
    }
}
