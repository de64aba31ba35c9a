/**
 * The month's sales tax by state of the United States. Read {@link
 * com.illuvrse.finance.salestax.SalesTaxMonth} first.
 */
@NullMarked
package com.illuvrse.finance.salestax;

import org.jspecify.annotations.NullMarked;
