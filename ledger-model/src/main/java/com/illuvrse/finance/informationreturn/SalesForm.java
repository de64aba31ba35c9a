package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payee's 1099-K, or the reason why it needs none. Amounts in dollars.
 *
 * @param gross of all charges of the year
 * @param months the same by local month, twelve of them
 * @param charges that do not net to zero
 * @param tips of the gross, what buyers gave of their own will
 * @param withheld of payments for sales
 * @param refunds of the year on the same orders; never deducted
 * @param fees the platform's commission; never deducted
 * @param netPaid payments for sales less tax
 * @param federal whether a form must be filed with the federal authority; null when a figure is
 *     missing
 * @param state whether the payee's state asks for one
 */
public record SalesForm(
        TaxPayee payee,
        Money gross,
        List<Money> months,
        long charges,
        Money tips,
        Money withheld,
        Money refunds,
        Money fees,
        Money netPaid,
        @Nullable Boolean federal,
        @Nullable Boolean state,
        String reason) {

    public SalesForm {
        months = List.copyOf(months);
        Money sum = months.stream().reduce(Money.zero(gross.currency()), Money::plus);
        if (!sum.equals(gross)) {
            throw new IllegalArgumentException(
                    "the months of %s add up to %s, the year to %s"
                            .formatted(payee.payee().payee(), sum, gross));
        }
    }

    public boolean isRequired() {
        return Boolean.TRUE.equals(federal) || Boolean.TRUE.equals(state);
    }
}
