package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Fee;
import com.illuvrse.finance.posting.Links;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of {@code evidence/balance_transactions.jsonl} as the posting rules take them. */
final class StripeRow {

    private StripeRow() {}

    /** The movement a row of the right shape tells. */
    static BalanceTransaction of(Json.Obj row) throws ShapeException {
        Currency currency = Currency.of(row.text("currency"));
        return new BalanceTransaction(
                row.text("account"),
                row.text("id"),
                row.text("type"),
                row.text("reporting_category"),
                row.text("balance_type"),
                currency,
                Instant.ofEpochSecond(row.number("created")),
                Instant.ofEpochSecond(row.number("available_on")),
                row.minor("amount"),
                row.minor("fee"),
                row.minor("net"),
                fees(row),
                row.optionalText("exchange_rate"),
                presentment(row),
                Links.of(
                        row.optionalText("source"),
                        row.optionalText("charge"),
                        row.optionalText("order")));
    }

    private static List<Fee> fees(Json.Obj row) {
        List<Fee> fees = new ArrayList<>();
        for (Json.Obj fee : row.objects("fee_details")) {
            fees.add(
                    new Fee(
                            fee.text("type"),
                            fee.minor("amount"),
                            Currency.of(fee.text("currency"))));
        }
        return fees;
    }

    private static @Nullable Money presentment(Json.Obj row) throws ShapeException {
        String amount = row.optionalText("presentment_amount");
        String currency = row.optionalText("presentment_currency");
        if ((amount == null) != (currency == null)) {
            throw new ShapeException(
                    "presentment_amount", "an amount and its currency, or neither", "one of them");
        }
        return amount == null || currency == null
                ? null
                : Money.of(Long.parseLong(amount), Currency.of(currency));
    }
}
