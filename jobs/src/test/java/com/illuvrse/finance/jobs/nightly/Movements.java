package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Links;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of Stripe in US dollars. */
public final class Movements {

    public static final Currency USD = Currency.of("USD");

    private Movements() {}

    public static BalanceTransaction charge(String id, String order, long amount, String at) {
        return row(id, "charge", "charge", amount, at, Links.of("ch_" + id, "ch_" + id, order));
    }

    public static BalanceTransaction refund(
            String id, String charge, String order, long amount, String at) {
        return row(
                id, "refund", "refund", -amount, at, Links.of("re_" + id, "ch_" + charge, order));
    }

    public static BalanceTransaction dispute(
            String id,
            String dispute,
            String charge,
            @Nullable String order,
            long amount,
            String at) {
        return row(
                id,
                "adjustment",
                "dispute",
                -amount,
                at,
                new Links(dispute, "ch_" + charge, order, dispute, null, null, null, null));
    }

    public static BalanceTransaction transfer(
            String id, String transfer, @Nullable String payout, long amount, String at) {
        return row(
                id,
                "transfer",
                "transfer",
                -amount,
                at,
                new Links(transfer, null, null, null, null, transfer, "acct_c1", payout));
    }

    public static BalanceTransaction reversal(String id, String transfer, long amount, String at) {
        return row(
                id,
                "transfer_refund",
                "transfer_reversal",
                amount,
                at,
                new Links("trr_" + id, null, null, null, null, transfer, null, null));
    }

    public static BalanceTransaction row(
            String id, String type, String category, long amount, String at, Links links) {
        Instant created = Instant.parse(at);
        return new BalanceTransaction(
                "acct_test",
                id,
                type,
                category,
                "payments",
                USD,
                created,
                created,
                amount,
                0,
                amount,
                List.of(),
                null,
                null,
                links);
    }
}
