package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.invoice.InvoiceNumber;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An invoice or credit note with everything that is printed on it. Amounts are minor units of its
 * currency and positive on credit notes too, as EN 16931 wants them.
 *
 * @param taxPoint accounting day of the sale, or of what went back
 * @param credited the invoice a credit note takes back; null for an invoice
 * @param charges taxes that are no VAT
 * @param withoutXml why EN 16931 cannot say this paper; null when it can
 */
public record InvoicePaper(
        InvoiceNumber number,
        LocalDate issuedOn,
        LocalDate taxPoint,
        String order,
        @Nullable Credited credited,
        Party seller,
        Party buyer,
        Currency currency,
        List<Line> lines,
        List<Charge> charges,
        @Nullable String withoutXml) {

    /** The invoice a credit note takes back. */
    public record Credited(String number, LocalDate issuedOn) {}

    /**
     * One line.
     *
     * @param quantity not 0
     * @param rate of its VAT, such as {@code 0.19}; zero where none is charged
     * @param tax its VAT
     */
    public record Line(
            String line,
            String name,
            long quantity,
            long net,
            Category category,
            Fraction rate,
            long tax) {

        private Group group() {
            return new Group(category, rate, net, tax);
        }
    }

    /** A tax beside VAT, such as the sales tax of a state, by its name. */
    public record Charge(String name, long amount) {}

    /** What is taxed in one way. */
    public record Group(Category category, Fraction rate, long basis, long tax) {

        private Group plus(Group other) {
            return new Group(
                    category,
                    rate,
                    Math.addExact(basis, other.basis),
                    Math.addExact(tax, other.tax));
        }

        private Key key() {
            return new Key(category, rate);
        }
    }

    private record Key(Category category, Fraction rate) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::category).thenComparing(Key::rate);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    public InvoicePaper {
        lines = List.copyOf(lines);
        charges = List.copyOf(charges);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(number + " has no line");
        }
        if (credited != null && credited.issuedOn().isAfter(issuedOn)) {
            throw new IllegalArgumentException(
                    "%s of %s credits %s of %s; a credit note comes after its invoice"
                            .formatted(number, issuedOn, credited.number(), credited.issuedOn()));
        }
    }

    public boolean isCredit() {
        return credited != null;
    }

    /** The breakdown of VAT, by category and rate; taxes that are none are out of its scope. */
    public List<Group> groups() {
        TreeMap<Key, Group> groups = new TreeMap<>();
        for (Line line : lines) {
            Group group = line.group();
            groups.merge(group.key(), group, Group::plus);
        }
        for (Charge charge : charges) {
            Group group = new Group(Category.O, Fraction.ZERO, charge.amount(), 0);
            groups.merge(group.key(), group, Group::plus);
        }
        return List.copyOf(groups.values());
    }

    /** Where anything is out of the scope of VAT, no VAT number may be named (BR-O-02). */
    public boolean namesVatIds() {
        return groups().stream().noneMatch(group -> group.category() == Category.O);
    }

    /** Sum of the lines. */
    public long net() {
        return lines.stream().mapToLong(Line::net).reduce(0, Math::addExact);
    }

    /** Sum of taxes that are no VAT. */
    public long charged() {
        return charges.stream().mapToLong(Charge::amount).reduce(0, Math::addExact);
    }

    /** Sum of the VAT. */
    public long vat() {
        return lines.stream().mapToLong(Line::tax).reduce(0, Math::addExact);
    }

    /** What the buyer paid or has back. */
    public long gross() {
        return Math.addExact(Math.addExact(net(), charged()), vat());
    }
}
