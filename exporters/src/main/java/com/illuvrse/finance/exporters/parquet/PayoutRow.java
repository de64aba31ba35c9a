package com.illuvrse.finance.exporters.parquet;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.PayoutReason;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a payout run decided about one creator and currency, and how far the payment has come. In
 * minor units.
 *
 * @param available what was payable before the run, negative when the creator owes
 * @param pay what the rail carries, in {@code payCurrency}
 * @param status where the payment is: PLANNED, APPROVED, SENDING, SENT, FAILED, UNKNOWN, CANCELLED,
 *     or NONE for a creator who is not paid
 * @param reference id of the transfer, once it is known
 */
public record PayoutRow(
        String batch,
        String payee,
        Currency currency,
        long available,
        long gross,
        long withheld,
        long net,
        Currency payCurrency,
        long pay,
        String status,
        PayoutReason reason,
        @Nullable String reference) {

    /** One row for a batch, payee and currency, in that order. */
    public static final Comparator<PayoutRow> ORDER =
            Comparator.comparing(PayoutRow::batch)
                    .thenComparing(PayoutRow::payee)
                    .thenComparing(PayoutRow::currency);

    public PayoutRow {
        if (gross < 0 || withheld < 0 || Math.subtractExact(gross, withheld) != net) {
            throw new IllegalArgumentException(
                    "payout %s:%s:%s must have net = gross - withheld, found %d = %d - %d"
                            .formatted(batch, payee, currency, net, gross, withheld));
        }
        if ((reason == PayoutReason.PAID) != gross > 0) {
            throw new IllegalArgumentException(
                    "payout %s:%s:%s is %s and cannot have a gross of %d"
                            .formatted(batch, payee, currency, reason, gross));
        }
    }
}
