package com.illuvrse.finance.invoice;

import org.jspecify.annotations.Nullable;

/**
 * The tax of one jurisdiction on one line of a document.
 *
 * @param rate as the order states it; null when it states none, or two for the same jurisdiction
 * @param amount minor units of the document's currency; negative on a credit note
 */
public record InvoiceTax(String jurisdiction, @Nullable String rate, long amount) {

    InvoiceTax plus(InvoiceTax other) {
        return new InvoiceTax(jurisdiction, rate, Math.addExact(amount, other.amount));
    }

    InvoiceTax negated() {
        return new InvoiceTax(jurisdiction, rate, Math.negateExact(amount));
    }
}
