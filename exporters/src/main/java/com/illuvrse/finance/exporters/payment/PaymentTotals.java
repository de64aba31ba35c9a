package com.illuvrse.finance.exporters.payment;

import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The control totals of a payment file, as the bank adds them up.
 *
 * @param entryHash sum of the receiving banks' numbers modulo 10^10, of NACHA files; else null
 */
public record PaymentTotals(long items, Money amount, @Nullable String entryHash) {}
