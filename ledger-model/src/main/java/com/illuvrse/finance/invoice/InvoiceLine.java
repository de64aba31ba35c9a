package com.illuvrse.finance.invoice;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a document: what it costs without tax, and each tax on it, in minor units of the
 * document's currency; negative on a credit note.
 *
 * @param line the order's name of the line
 * @param kind what was sold
 * @param taxes one for each jurisdiction, by name
 */
public record InvoiceLine(String line, String kind, long net, List<InvoiceTax> taxes) {

    public InvoiceLine {
        taxes = List.copyOf(taxes);
    }

    public long tax() {
        long tax = 0;
        for (InvoiceTax each : taxes) {
            tax = Math.addExact(tax, each.amount());
        }
        return tax;
    }

    /** Net and tax. */
    public long total() {
        return Math.addExact(net, tax());
    }

    InvoiceLine plus(InvoiceLine other) {
        List<InvoiceTax> sums = new ArrayList<>(taxes.size());
        for (int i = 0; i < taxes.size(); i++) {
            sums.add(taxes.get(i).plus(other.taxes.get(i)));
        }
        return new InvoiceLine(line, kind, Math.addExact(net, other.net), sums);
    }

    InvoiceLine negated() {
        return new InvoiceLine(
                line,
                kind,
                Math.negateExact(net),
                taxes.stream().map(InvoiceTax::negated).toList());
    }
}
