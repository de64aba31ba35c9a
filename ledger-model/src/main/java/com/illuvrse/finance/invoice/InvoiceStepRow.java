package com.illuvrse.finance.invoice;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One step of an invoice on a day.
 *
 * @param turn which invoice of the order
 * @param step place among the steps of the day, from 1
 * @param number of the invoice; null for a draft
 * @param source key of the entry that made the step; null when there is none
 */
public record InvoiceStepRow(
        String order,
        int turn,
        int step,
        InvoiceStatus status,
        @Nullable String number,
        @Nullable String source) {

    /** By order and turn, then as they were taken. */
    public static final Comparator<InvoiceStepRow> ORDER =
            Comparator.comparing(InvoiceStepRow::order)
                    .thenComparingInt(InvoiceStepRow::turn)
                    .thenComparingInt(InvoiceStepRow::step);
}
