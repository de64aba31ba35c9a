package com.illuvrse.finance.invoice;

import java.util.List;

/**
 * What one day did to the invoices of one order.
 *
 * @param steps one for each invoice that took any, in order of turns
 * @param documents new ones, in calculation order
 */
public record Invoiced(List<InvoiceSteps> steps, List<InvoiceDocument> documents) {

    public Invoiced {
        steps = List.copyOf(steps);
        documents = List.copyOf(documents);
    }
}
