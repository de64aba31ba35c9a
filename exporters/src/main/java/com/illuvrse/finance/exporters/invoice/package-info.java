/**
 * Invoices and credit notes as buyers and auditors get them: a PDF/A-3 to read with the same
 * figures as EN 16931 XML inside (Factur-X). Read {@link
 * com.illuvrse.finance.exporters.invoice.InvoicePaper} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.invoice;

import org.jspecify.annotations.NullMarked;
