package com.illuvrse.finance.invoice;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One row of a numbered document as accountants sum it: one tax of one line, or a line without tax.
 * Amounts of credit notes are negative.
 *
 * @param number with {@code series}, the document
 * @param part place of the row within it, from 1
 * @param credits number of the invoice a credit note takes back; null for an invoice
 * @param source key of the entry the document follows from
 * @param taxPoint accounting day of the fact itself
 * @param status of the invoice, or of the one credited, at the end of the day
 * @param taxable the line's net beside each of its taxes
 * @param net the line's net on the first of its rows, zero on the others
 */
public record InvoiceRow(
        InvoiceNumber number,
        int part,
        String kind,
        @Nullable String credits,
        String cause,
        String order,
        String source,
        LocalDate issuedOn,
        LocalDate taxPoint,
        InvoiceStatus status,
        Buyer buyer,
        @Nullable String payee,
        String line,
        String soldAs,
        @Nullable String jurisdiction,
        @Nullable String rate,
        Currency currency,
        long taxable,
        long net,
        long tax) {

    /** By series and number, then as the rows stand on the document. */
    public static final Comparator<InvoiceRow> ORDER =
            Comparator.comparing((InvoiceRow row) -> row.number().series())
                    .thenComparingInt(row -> row.number().year())
                    .thenComparingLong(row -> row.number().number())
                    .thenComparingInt(InvoiceRow::part);

    /** Net and tax of the row. */
    public Money total() {
        return Money.of(Math.addExact(net, tax), currency);
    }
}
