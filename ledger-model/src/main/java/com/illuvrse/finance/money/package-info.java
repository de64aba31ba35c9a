/**
 * Amounts, exact fractions and how a whole is split without losing a cent. Read {@link
 * com.illuvrse.finance.money.Money} first.
 */
@NullMarked
package com.illuvrse.finance.money;

import org.jspecify.annotations.NullMarked;
