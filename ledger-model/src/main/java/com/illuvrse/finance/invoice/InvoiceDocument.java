package com.illuvrse.finance.invoice;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice, or a credit note that takes part of one back, before it has its number. It is never
 * changed and never deleted.
 *
 * @param source the entry it follows from; no entry has two documents
 * @param turn which invoice of the order this is or credits: 1, and one more for each time the
 *     order was paid again after its invoice was voided
 * @param place 0 for the invoice, then 1, 2, 3 … for its credit notes
 * @param payee the creator a destination charge belongs to, whose taxes are not the platform's;
 *     null for orders the platform splits
 * @param lines in the currency the buyer was charged in; a credit note's are negative
 */
public record InvoiceDocument(
        Cause cause,
        SourceKey source,
        String order,
        int turn,
        int place,
        String series,
        Buyer buyer,
        @Nullable String payee,
        Currency currency,
        List<InvoiceLine> lines) {

    /** Why there is a document. */
    public enum Cause {
        SALE,
        REVERSAL,
        REFUND,
        DISPUTE;

        /** {@code INVOICE} or {@code CREDIT_NOTE}. */
        public String kind() {
            return this == SALE ? "INVOICE" : "CREDIT_NOTE";
        }
    }

    public InvoiceDocument {
        lines = List.copyOf(lines);
        long total = total(lines);
        boolean isInvoice = cause == Cause.SALE;
        if (isInvoice != total > 0 || total == 0 || isInvoice != (place == 0) || turn < 1) {
            throw new IllegalArgumentException(
                    "%s of order %s cannot have place %d and a total of %d"
                            .formatted(cause.kind(), order, place, total));
        }
    }

    private static long total(List<InvoiceLine> lines) {
        long total = 0;
        for (InvoiceLine line : lines) {
            total = Math.addExact(total, line.total());
        }
        return total;
    }

    /** Net and tax of all lines. */
    public long total() {
        return total(lines);
    }
}
