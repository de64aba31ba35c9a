package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.exporters.invoice.InvoicePaper.Charge;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Credited;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Group;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Line;
import com.illuvrse.finance.invoice.InvoiceRow;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a paper of the rows of a numbered document.
 *
 * <ul>
 *   <li>A tax of a country other than the United States is VAT: {@code S} above a rate of zero,
 *       {@code Z} at zero, {@code E} when no rate is stated and nothing was charged.
 *   <li>Every other tax ({@code US-CA}) is none. A document with such a tax is not subject to VAT
 *       ({@code O}), and each tax stands on it as a charge.
 *   <li>A line without tax is {@code AE} when the buyer owes the VAT, else {@code E} beside lines
 *       with VAT and {@code O} where there are none.
 * </ul>
 */
public final class PaperOf {

    private static final String UNITED_STATES = "US";

    /** EN 16931 has two decimals. */
    private static final int DECIMALS = 2;

    private static final long HUNDREDTHS = 100;

    private final Sold sold;
    private final InvoiceRow first;
    private final int sign;
    private final boolean isVat;
    private final Map<String, List<InvoiceRow>> rows = new LinkedHashMap<>();
    private final TreeMap<String, Long> charges = new TreeMap<>();
    private @Nullable String withoutXml;

    /**
     * What the rows do not say.
     *
     * @param names what each line sold, by line
     * @param quantities by line
     * @param reverseCharge whether the buyer owes the VAT of untaxed lines
     * @param buyerIsPlaced false when the buyer's country was not told and is a guess
     */
    public record Sold(
            Map<String, String> names,
            Map<String, Long> quantities,
            boolean reverseCharge,
            Party seller,
            Party buyer,
            boolean buyerIsPlaced,
            @Nullable Credited credited) {

        public Sold {
            names = Map.copyOf(names);
            quantities = Map.copyOf(quantities);
        }
    }

    private PaperOf(List<InvoiceRow> document, Sold sold) {
        this.sold = sold;
        this.first = document.getFirst();
        this.sign = sold.credited() == null ? 1 : -1;
        this.isVat =
                document.stream()
                        .noneMatch(row -> row.jurisdiction() != null && !isVat(row.jurisdiction()));
        document.forEach(
                row -> rows.computeIfAbsent(row.line(), each -> new ArrayList<>()).add(row));
    }

    /**
     * The paper of a document.
     *
     * @param document its rows, in their order
     */
    public static InvoicePaper of(List<InvoiceRow> document, Sold sold) {
        return new PaperOf(document, sold).paper();
    }

    private static boolean isVat(String jurisdiction) {
        return jurisdiction.length() == 2 && !jurisdiction.equals(UNITED_STATES);
    }

    private InvoicePaper paper() {
        boolean anyVat =
                isVat
                        && (sold.reverseCharge()
                                || rows.values().stream()
                                        .flatMap(List::stream)
                                        .anyMatch(row -> row.jurisdiction() != null));
        List<Line> lines = new ArrayList<>();
        rows.forEach((name, of) -> lines.add(line(name, of, anyVat)));
        List<Charge> taxes = new ArrayList<>();
        charges.forEach((name, amount) -> taxes.add(new Charge(name, amount)));
        if (first.payee() != null) {
            refuse("the seller is creator " + first.payee() + ", not the platform");
        }
        if (!sold.buyerIsPlaced()) {
            refuse("the country of the buyer is not known");
        }
        if (sold.buyer().vatId() == null
                && lines.stream().anyMatch(line -> line.category() == Category.AE)) {
            refuse("the buyer owes the VAT and has no VAT number with its country in front");
        }
        InvoicePaper paper = paper(lines, taxes, null);
        fault(paper);
        return withoutXml == null ? paper : paper(lines, taxes, withoutXml);
    }

    private InvoicePaper paper(List<Line> lines, List<Charge> taxes, @Nullable String why) {
        return new InvoicePaper(
                first.number(),
                first.issuedOn(),
                first.taxPoint(),
                first.order(),
                sold.credited(),
                sold.seller(),
                sold.buyer(),
                first.currency(),
                lines,
                taxes,
                why);
    }

    private Line line(String line, List<InvoiceRow> of, boolean anyVat) {
        long net = 0;
        long vat = 0;
        for (InvoiceRow row : of) {
            net = Math.addExact(net, Math.multiplyExact(row.net(), sign));
            long tax = Math.multiplyExact(row.tax(), sign);
            if (isVat) {
                vat = Math.addExact(vat, tax);
            } else if (row.jurisdiction() != null) {
                charges.merge(name(row), tax, Math::addExact);
            }
        }
        InvoiceRow tax = of.getFirst();
        if (isVat && of.size() > 1) {
            refuse("line %s has the VAT of two countries".formatted(line));
        }
        Fraction rate = tax.rate() == null ? Fraction.ZERO : Fraction.parse(tax.rate());
        Category category = category(tax, rate, vat, anyVat);
        boolean isTaxed = category == Category.S;
        long quantity = sold.credited() == null ? sold.quantities().getOrDefault(line, 1L) : 1;
        return new Line(
                line,
                sold.names().getOrDefault(line, tax.soldAs().replace('_', ' ')),
                Math.max(1, quantity),
                net,
                category,
                isTaxed ? rate : Fraction.ZERO,
                vat);
    }

    private static String name(InvoiceRow row) {
        String rate = row.rate();
        return "Sales tax "
                + row.jurisdiction()
                + (rate == null ? "" : " " + Amounts.percent(Fraction.parse(rate)) + " %");
    }

    private Category category(InvoiceRow row, Fraction rate, long vat, boolean anyVat) {
        if (!isVat) {
            return Category.O;
        }
        if (row.jurisdiction() != null && rate.signum() > 0) {
            return Category.S;
        }
        if (vat != 0) {
            refuse("line %s does not say the rate of its VAT".formatted(row.line()));
            return Category.S;
        }
        if (sold.reverseCharge()) {
            return Category.AE;
        }
        if (row.jurisdiction() != null && row.rate() != null) {
            return Category.Z;
        }
        return anyVat ? Category.E : Category.O;
    }

    private void fault(InvoicePaper paper) {
        Currency currency = paper.currency();
        long step = step(currency);
        boolean isFine =
                paper.lines().stream()
                                .allMatch(line -> line.net() % step == 0 && line.tax() % step == 0)
                        && paper.charges().stream().allMatch(each -> each.amount() % step == 0);
        if (!isFine) {
            refuse("EN 16931 has two decimals, and this has amounts of three in " + currency);
        }
        for (Group group : paper.groups()) {
            if (group.category() == Category.S && !follows(group, currency)) {
                refuse(
                        "VAT at %s %% was charged otherwise than the rate says"
                                .formatted(Amounts.percent(group.rate())));
            }
        }
    }

    private static long step(Currency currency) {
        long step = 1;
        for (int i = DECIMALS; i < currency.exponent(); i++) {
            step *= 10;
        }
        return step;
    }

    /**
     * Less than one unit of the currency beside what the rate gives at two decimals, whatever
     * decimals the currency has, as EN 16931 allows (BR-CO-17).
     */
    private static boolean follows(Group group, Currency currency) {
        Fraction hundredths = Fraction.of(HUNDREDTHS);
        for (int i = 0; i < currency.exponent(); i++) {
            hundredths = hundredths.dividedBy(Fraction.of(10));
        }
        long byRate = group.rate().times(group.basis()).times(hundredths).roundHalfUp();
        long charged = hundredths.times(group.tax()).roundHalfUp();
        return Math.abs(Math.subtractExact(byRate, charged)) < HUNDREDTHS;
    }

    private void refuse(String why) {
        withoutXml = withoutXml == null ? why : withoutXml;
    }
}
