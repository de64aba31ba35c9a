/**
 * Invoices and credit notes of orders: when there is one, in which series, over which amounts, and
 * how far it has come. Read {@link com.illuvrse.finance.invoice.OrderInvoices} first.
 */
@NullMarked
package com.illuvrse.finance.invoice;

import org.jspecify.annotations.NullMarked;
