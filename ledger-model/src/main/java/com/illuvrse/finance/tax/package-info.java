/** Sales tax of one amount, exactly. Read {@link com.illuvrse.finance.tax.SalesTax} first. */
@NullMarked
package com.illuvrse.finance.tax;

import org.jspecify.annotations.NullMarked;
