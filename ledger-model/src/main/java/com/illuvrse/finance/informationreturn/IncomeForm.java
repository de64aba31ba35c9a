package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A US person's 1099-MISC or 1099-NEC, or the reason why it needs none. Amounts in dollars.
 *
 * @param amount of all payments of the year, gross
 * @param payments that do not net to zero
 * @param first day of the first payment
 * @param last day of the last
 * @param required null when a figure is missing
 */
public record IncomeForm(
        TaxForm form,
        TaxPayee payee,
        Money amount,
        Money withheld,
        long payments,
        LocalDate first,
        LocalDate last,
        @Nullable Boolean required,
        String reason) {}
