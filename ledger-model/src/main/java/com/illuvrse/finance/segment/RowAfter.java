package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.posting.BalanceTransaction;
import java.time.Instant;
import java.util.Comparator;

/**
 * A balance transaction that Stripe's balance of a day contains already, but that belongs to a
 * later day (segment format, section 7). That day's segment must have it with the same figures.
 *
 * @param net in minor units, signed
 */
public record RowAfter(
        String account,
        String id,
        String balanceType,
        Currency currency,
        Instant created,
        long net) {

    static final Comparator<RowAfter> ORDER =
            Comparator.comparingLong((RowAfter row) -> row.created.getEpochSecond())
                    .thenComparing(RowAfter::id);

    public static RowAfter of(BalanceTransaction row) {
        return new RowAfter(
                row.account(),
                row.id(),
                row.balanceType(),
                row.currency(),
                row.created(),
                row.net());
    }

    public Json.Obj toJson() {
        return Json.object()
                .put("account", account)
                .put("id", id)
                .put("balance_type", balanceType)
                .put("currency", currency.code())
                .put("created", created.getEpochSecond())
                .putMinor("net", net)
                .build();
    }
}
