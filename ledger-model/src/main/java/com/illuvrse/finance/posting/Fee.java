package com.illuvrse.finance.posting;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;

/**
 * One part of the fee of a balance transaction, in minor units; negative when Stripe gives a fee
 * back.
 *
 * @param type Stripe's open list: stripe_fee, tax, application_fee, payment_method_passthrough_fee,
 *     withheld_tax and whatever comes next
 */
public record Fee(String type, long amount, Currency currency) {

    Json.Obj toJson() {
        return Json.object()
                .putMinor("amount", amount)
                .put("currency", currency.code())
                .put("type", type)
                .build();
    }
}
