package com.illuvrse.finance.posting;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One movement of a Stripe balance, cut down to what the books need. Its status is left out on
 * purpose: it changes with time, the books must not.
 *
 * @param account the Stripe account the balance belongs to
 * @param amount gross, fee and net in minor units of {@code currency}, signed, positive into the
 *     balance
 * @param exchangeRate plain decimal text, never rounded by us
 * @param presentment what the buyer was charged or given back, from the source object; always
 *     positive
 */
public record BalanceTransaction(
        String account,
        String id,
        String type,
        String reportingCategory,
        String balanceType,
        Currency currency,
        Instant created,
        Instant availableOn,
        long amount,
        long fee,
        long net,
        List<Fee> feeDetails,
        @Nullable String exchangeRate,
        @Nullable Money presentment,
        Links links) {

    public BalanceTransaction {
        SourceKey.requireId(account);
        SourceKey.requireId(id);
        feeDetails = List.copyOf(feeDetails);
    }

    /** Whether the net waits in the pending part of the payments balance before it can be used. */
    public boolean becomesAvailableLater() {
        return balanceType.equals("payments") && availableOn.isAfter(created);
    }

    /**
     * What the buyer paid or was given back, when that is another currency than the settled one.
     */
    public @Nullable Money exchanged() {
        return presentment == null || presentment.currency().equals(currency) ? null : presentment;
    }

    public Money amountMoney() {
        return Money.of(amount, currency);
    }

    /** The same row with the charge it leads to, and the order that charge names. */
    public BalanceTransaction withCharge(String charge, @Nullable String order) {
        return new BalanceTransaction(
                account,
                id,
                type,
                reportingCategory,
                balanceType,
                currency,
                created,
                availableOn,
                amount,
                fee,
                net,
                feeDetails,
                exchangeRate,
                presentment,
                links.withCharge(charge, order));
    }

    /**
     * The row of a sealed segment, under Stripe's names (segment format, section 7). A charge is
     * named only by rows that lead to one, not by its own row.
     */
    public Json.Obj toJson() {
        String charge = links.charge();
        Json.Builder json =
                Json.object()
                        .put("account", account)
                        .put("id", id)
                        .put("type", type)
                        .put("reporting_category", reportingCategory)
                        .put("balance_type", balanceType)
                        .put("currency", currency.code())
                        .put("created", created.getEpochSecond())
                        .put("available_on", availableOn.getEpochSecond())
                        .putMinor("amount", amount)
                        .putMinor("fee", fee)
                        .putMinor("net", net)
                        .put(
                                "fee_details",
                                Json.array(feeDetails.stream().map(Fee::toJson).toList()))
                        .put("exchange_rate", exchangeRate)
                        .put("source", links.source())
                        .put(
                                "charge",
                                charge == null || charge.equals(links.source()) ? null : charge)
                        .put("order", links.order());
        if (presentment != null) {
            json.putMinor("presentment_amount", presentment.minor())
                    .put("presentment_currency", presentment.currency().code());
        }
        return json.build();
    }
}
