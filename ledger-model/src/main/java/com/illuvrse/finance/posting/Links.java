package com.illuvrse.finance.posting;

import com.illuvrse.finance.journal.SourceKey;
import org.jspecify.annotations.Nullable;

/**
 * Where a balance transaction leads: the Stripe objects it belongs to and the order they name.
 *
 * @param source id of the object that caused the row
 * @param charge the charge itself, or the one a refund, dispute or transfer leads to
 * @param order the order the charge names in its metadata; null also when that text cannot be an
 *     order id
 * @param intent the payout of ours that a transfer names in its metadata
 */
public record Links(
        @Nullable String source,
        @Nullable String charge,
        @Nullable String order,
        @Nullable String dispute,
        @Nullable String payout,
        @Nullable String transfer,
        @Nullable String destination,
        @Nullable String intent) {

    public static final Links NONE = new Links(null, null, null, null, null, null, null, null);

    public Links {
        order = order != null && SourceKey.isId(order) ? order : null;
    }

    /** The links of a charge, or of a refund that leads to one. */
    public static Links of(
            @Nullable String source, @Nullable String charge, @Nullable String order) {
        return new Links(source, charge, order, null, null, null, null, null);
    }

    /** The same links with the charge, and the order found through it. */
    public Links withCharge(String leadsTo, @Nullable String found) {
        return new Links(source, leadsTo, found, dispute, payout, transfer, destination, intent);
    }
}
