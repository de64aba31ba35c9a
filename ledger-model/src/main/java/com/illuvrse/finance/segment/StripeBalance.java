package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.reconciliation.StripeBalanceFigures;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's own balance at the end of a day beside ours, with the arithmetic between them (segment
 * format, section 7): {@code evidence/stripe_balance.json}.
 *
 * @param observedAt when Stripe was asked; null on the genesis day, when it was not
 * @param balances in any order; written by currency and balance type
 */
public record StripeBalance(String account, @Nullable Instant observedAt, List<Row> balances) {

    /**
     * One of Stripe's balances in one currency, in minor units.
     *
     * @param opening our closing balance of the day before
     * @param journals what journal entries moved today
     * @param rows balance transactions of today, and {@code net} their sum
     */
    public record Row(
            StripeBalanceFigures figures, long opening, long journals, long rows, long net) {

        private static final Comparator<Row> ORDER =
                Comparator.comparing((Row row) -> row.figures.currency())
                        .thenComparing(row -> row.figures.balanceType());

        public Row {
            long moved = Math.addExact(Math.addExact(opening, journals), net);
            if (moved != figures.closing()) {
                throw new IllegalArgumentException(
                        "our %s balance in %s closes at %d, but opening %d, journals %d and rows %d make %d"
                                .formatted(
                                        figures.balanceType(),
                                        figures.currency(),
                                        figures.closing(),
                                        opening,
                                        journals,
                                        net,
                                        moved));
            }
        }

        private Json.Obj toJson() {
            return Json.object()
                    .put("balance_type", figures.balanceType())
                    .put("currency", figures.currency().code())
                    .put("rows", rows)
                    .putMinor("opening", opening)
                    .putMinor("journals", journals)
                    .putMinor("net", net)
                    .putMinor("closing", figures.closing())
                    .putMinor("available", figures.available())
                    .putMinor("pending", figures.pending())
                    .putMinor("after", figures.after())
                    .putMinor("difference", figures.difference())
                    .build();
        }
    }

    public StripeBalance {
        balances = balances.stream().sorted(Row.ORDER).toList();
    }

    /** The balance of the genesis day: nobody asked. */
    public static StripeBalance ofGenesis(String account) {
        return new StripeBalance(account, null, List.of());
    }

    public Json.Obj toJson() {
        return Json.object()
                .put("account", account)
                .put("observedAt", observedAt == null ? null : InstantText.of(observedAt))
                .put("balances", Json.array(balances.stream().map(Row::toJson).toList()))
                .build();
    }
}
