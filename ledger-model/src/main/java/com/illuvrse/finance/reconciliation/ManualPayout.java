package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A payout to the bank somebody ordered by hand. Stripe does not say what it is made of, so it is
 * taken from the oldest money first: by the instant it became available, then by when it was
 * created, then by id.
 *
 * <p>What comes out is derived, not told by Stripe, and must be marked so wherever it is shown. It
 * books nothing.
 *
 * @param amount what left Stripe's balance with it, positive: the payout and its fee
 */
public record ManualPayout(String payout, Money amount) {

    /**
     * Money at Stripe that no payout took yet.
     *
     * @param source the balance transaction, or the journal that opened the books with it
     * @param net minor units of the payout's currency, signed: a refund takes away
     */
    public record Source(String source, long net) {}

    /**
     * What a payout took of one source, in minor units, with the source's own sign.
     *
     * @param net the whole source, or a part of the last one
     */
    public record Part(String payout, String source, long net) {}

    /**
     * Takes sources until the payout is covered: all of a source that fits, a part of the last one.
     * Takes no more of them than it needs. Parts that add up to less than the amount mean that more
     * left than is known to have come in.
     *
     * @param oldestFirst in the order they became available
     */
    public List<Part> parts(Iterator<Source> oldestFirst) {
        List<Part> parts = new ArrayList<>();
        long open = amount.minor();
        while (open > 0 && oldestFirst.hasNext()) {
            Source next = oldestFirst.next();
            long taken = Math.min(next.net(), open);
            if (taken != 0) {
                parts.add(new Part(payout, next.source(), taken));
                open = Math.subtractExact(open, taken);
            }
        }
        return List.copyOf(parts);
    }
}
