/**
 * Sales tax of one amount, exactly, and the dated rules of taxes. Read {@link
 * com.illuvrse.finance.tax.SalesTax} and {@link com.illuvrse.finance.tax.TaxRules} first.
 */
@NullMarked
package com.illuvrse.finance.tax;

import org.jspecify.annotations.NullMarked;
