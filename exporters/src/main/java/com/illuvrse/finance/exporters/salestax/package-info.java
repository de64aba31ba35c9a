/** The worksheet of a month of sales tax. */
@NullMarked
package com.illuvrse.finance.exporters.salestax;

import org.jspecify.annotations.NullMarked;
