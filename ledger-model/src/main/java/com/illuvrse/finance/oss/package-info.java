/**
 * The quarter's VAT for the One-Stop-Shop: which sales it covers, by member state and rate, and
 * what goes back of earlier quarters. Read {@link com.illuvrse.finance.oss.OssReturn} first.
 */
@NullMarked
package com.illuvrse.finance.oss;

import org.jspecify.annotations.NullMarked;
