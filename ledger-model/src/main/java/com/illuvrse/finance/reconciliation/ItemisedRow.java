package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;

/**
 * A balance transaction cut down to what Stripe tells of it in two independent ways: in the list we
 * book from, and in its itemised balance report.
 *
 * @param id the balance transaction
 * @param amount gross, minor units, positive into the balance; likewise {@code fee} and {@code net}
 * @param category Stripe's reporting category
 */
public record ItemisedRow(
        String id, Currency currency, long amount, long fee, long net, String category) {

    Money netMoney() {
        return Money.of(net, currency);
    }

    /** As a person reads it: gross, fee, net and category. */
    String words() {
        return "%s gross, %s fee, %s net, category %s"
                .formatted(
                        Money.of(amount, currency),
                        Money.of(fee, currency),
                        netMoney(),
                        category.isEmpty() ? "none" : category);
    }
}
