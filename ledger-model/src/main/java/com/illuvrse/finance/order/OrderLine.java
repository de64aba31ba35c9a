package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Fraction;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line of an order: a price and the taxes on it or in it.
 *
 * @param kind what was sold, from {@link #KINDS}; decides the tax form, not the split
 * @param contract the contract its net is shared under
 * @param price minor units: the net, or the gross when {@code taxInclusive}
 */
public record OrderLine(
        String line,
        String kind,
        String contract,
        long price,
        boolean taxInclusive,
        List<LineTax> taxes) {

    /** Everything that can be sold. */
    public static final Set<String> KINDS =
            Set.of(
                    "digital_goods",
                    "goods",
                    "personal_service",
                    "rental_property",
                    "rental_transport",
                    "tip");

    public OrderLine {
        SourceKey.requireId(line);
        SourceKey.requireId(contract);
        taxes = List.copyOf(taxes);
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException(
                    "line "
                            + line
                            + " needs a kind of "
                            + KINDS.stream().sorted().toList()
                            + ", found \""
                            + kind
                            + "\"");
        }
        if (price < 0) {
            throw new IllegalArgumentException(
                    "line " + line + " needs a price from 0 on, found " + price);
        }
        if (net(price, taxInclusive, taxes) < 0) {
            throw new IllegalArgumentException(
                    "line " + line + " holds more tax than its gross of " + price);
        }
    }

    /** The price without tax. */
    public long net() {
        return net(price, taxInclusive, taxes);
    }

    private static long net(long price, boolean taxInclusive, List<LineTax> taxes) {
        if (!taxInclusive) {
            return price;
        }
        long net = price;
        for (LineTax tax : taxes) {
            net = Math.subtractExact(net, tax.amountOn(price, true, rates(taxes)));
        }
        return net;
    }

    /** Tax by jurisdiction; a stated amount wins over a rate. */
    public SortedMap<String, Long> taxAmounts() {
        Fraction rates = rates(taxes);
        TreeMap<String, Long> amounts = new TreeMap<>();
        for (LineTax tax : taxes) {
            amounts.merge(
                    tax.jurisdiction(), tax.amountOn(price, taxInclusive, rates), Math::addExact);
        }
        return amounts;
    }

    /** Stated tax less tax by rate, over the taxes that give both. */
    long taxDifference() {
        Fraction rates = rates(taxes);
        return taxes.stream().mapToLong(tax -> tax.difference(price, taxInclusive, rates)).sum();
    }

    boolean hasTaxMismatch() {
        Fraction rates = rates(taxes);
        return taxes.stream().anyMatch(tax -> tax.difference(price, taxInclusive, rates) != 0);
    }

    private static Fraction rates(List<LineTax> taxes) {
        Fraction sum = Fraction.ZERO;
        for (LineTax tax : taxes) {
            sum = tax.rate() == null ? sum : sum.plus(Fraction.parse(tax.rate()));
        }
        return sum;
    }

    Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("line", line)
                        .put("kind", kind)
                        .put("contract", contract)
                        .putMinor(taxInclusive ? "gross" : "net", price)
                        .put("taxes", Json.array(taxes.stream().map(LineTax::toJson).toList()));
        if (taxInclusive) {
            json.put("taxInclusive", new Json.Bool(true));
        }
        return json.build();
    }

    static OrderLine from(Json.Obj json) {
        boolean inclusive = json.flag("taxInclusive");
        return new OrderLine(
                json.text("line"),
                json.text("kind"),
                json.text("contract"),
                json.minor(inclusive ? "gross" : "net"),
                inclusive,
                json.objects("taxes").stream().map(LineTax::from).toList());
    }
}
