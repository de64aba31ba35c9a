package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A dispute that took money out of Stripe's balance and is not decided.
 *
 * @param amount what it took, positive, in settlement currency
 * @param presentment what the buyer disputes; null when the source did not say
 */
record OpenDispute(String dispute, Money amount, @Nullable Money presentment) {

    Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("dispute", dispute)
                        .putMinor("amount", amount.minor())
                        .put("currency", amount.currency().code());
        if (presentment != null) {
            json.putMinor("presentmentAmount", presentment.minor())
                    .put("presentmentCurrency", presentment.currency().code());
        }
        return json.build();
    }

    static OpenDispute from(Json.Obj json) {
        String presented = json.optionalText("presentmentCurrency");
        return new OpenDispute(
                json.text("dispute"),
                Money.of(json.minor("amount"), Currency.of(json.text("currency"))),
                presented == null
                        ? null
                        : Money.of(json.minor("presentmentAmount"), Currency.of(presented)));
    }
}
