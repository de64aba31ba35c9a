/**
 * Platform reporting of a calendar year (DAC7, OECD model rules): which payments to which sellers
 * belong to which activity, and which sellers are reported (reports, section 3.6). Read {@link
 * com.illuvrse.finance.dpi.Sellers} first.
 */
@NullMarked
package com.illuvrse.finance.dpi;

import org.jspecify.annotations.NullMarked;
