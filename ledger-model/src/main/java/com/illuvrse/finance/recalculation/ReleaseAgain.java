package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.List;

/** Works out again what a fulfilment releases of one line (segment format, section 8). */
final class ReleaseAgain {

    private record Slice(long amount, int tier) {}

    private final SoldLine line;
    private final Terms terms;
    private final String currency;
    private final Contracts contracts;
    private final BookedLines booked;
    private final List<Json> shares = new ArrayList<>();
    private final List<Json> remainder = new ArrayList<>();
    private final List<Json> reserve = new ArrayList<>();
    private final List<Json> recoup = new ArrayList<>();

    ReleaseAgain(
            SoldLine line, Terms terms, String currency, Contracts contracts, BookedLines booked) {
        this.line = line;
        this.terms = terms;
        this.currency = currency;
        this.contracts = contracts;
        this.booked = booked;
    }

    /**
     * Releases {@code base} of the line and gives the working.
     *
     * @param position where the contract's counter stands
     */
    Json.Obj release(long base, long position) {
        List<Slice> slices = slices(base, position);
        long before = line.released;
        line.released = Math.addExact(before, base);
        line.version = terms.version();
        line.admit(terms.parties());
        List<Ratio> exact = new ArrayList<>();
        for (Holding holding : line.holdings) {
            for (Slice slice : slices) {
                Ratio share = terms.ranges().get(slice.tier() - 1).shares().get(holding.party);
                if (share != null) {
                    holding.exact = holding.exact.plus(share.times(slice.amount()));
                }
            }
            exact.add(holding.exact);
        }
        long[] rounded = LargestRemainder.of(line.released, exact);
        booked.debit("liabilities:escrow", base);
        for (int i = 0; i < rounded.length; i++) {
            give(line.holdings.get(i), rounded[i]);
        }
        return Json.object()
                .put("contract", terms.contract())
                .put("version", terms.version())
                .put("line", line.line)
                .putMinor("net", line.net)
                .put("released", Json.pair(before, line.released))
                .put("tier", Json.pair(position, Math.addExact(position, base)))
                .put("slices", json(slices))
                .put("shares", Json.array(shares))
                .put("remainder", Json.array(remainder))
                .put("reserve", Json.array(reserve))
                .put("recoup", Json.array(recoup))
                .build();
    }

    /** The base cut where the counter passes a boundary; up to it is the lower tier. */
    private List<Slice> slices(long base, long position) {
        List<Slice> slices = new ArrayList<>();
        long from = position;
        long end = Math.addExact(position, base);
        for (int i = 0; i < terms.ranges().size() && from < end; i++) {
            Terms.Range range = terms.ranges().get(i);
            if (range.currency() != null && !range.currency().equals(currency)) {
                throw new IllegalArgumentException("a boundary in " + range.currency());
            }
            long to = range.upTo() == null ? end : Math.min(end, range.upTo());
            if (to > from) {
                slices.add(new Slice(to - from, i + 1));
                from = to;
            }
        }
        return slices;
    }

    private void give(Holding holding, long share) {
        long step = Math.subtractExact(share, holding.share);
        shares.add(
                Json.object()
                        .put("party", holding.party)
                        .put("exact", holding.exact.toString())
                        .put("share", Json.pair(holding.share, share))
                        .build());
        if (Ratio.whole(share).compareTo(holding.exact) > 0) {
            remainder.add(Json.text(holding.party));
        }
        holding.share = share;
        long rest = Math.subtractExact(step, reserve(holding));
        rest = recoup(holding, rest);
        holding.payable = Math.addExact(holding.payable, rest);
        booked.credit(
                holding.isPlatform() ? "revenue:commission" : Accounts.payable(holding.party),
                rest);
    }

    /** Holds back the second part of the share and gives what that is more than before. */
    private long reserve(Holding holding) {
        Ratio rate = terms.reserveRate();
        if (rate == null || holding.isPlatform()) {
            return 0;
        }
        long before = holding.reserved;
        holding.reserved =
                LargestRemainder.over(holding.share, List.of(Ratio.ONE.minus(rate), rate))[1];
        long step = Math.subtractExact(holding.reserved, before);
        holding.reserve = Math.addExact(holding.reserve, step);
        booked.credit(Accounts.reserve(holding.party), step);
        reserve.add(
                Json.object()
                        .put("party", holding.party)
                        .put("reserved", Json.pair(before, holding.reserved))
                        .build());
        return step;
    }

    /** Pays down advances, as long as something is left; gives the rest. */
    private long recoup(Holding holding, long amount) {
        long left = amount;
        if (!holding.party.equals(terms.recoupFrom())) {
            return left;
        }
        for (String contract : terms.recouped()) {
            Standing standing = contracts.standing(contract, currency);
            long step = Math.min(left, standing.outstanding);
            if (step > 0) {
                recoup.add(
                        Json.object()
                                .put("contract", contract)
                                .put(
                                        "outstanding",
                                        Json.pair(
                                                standing.outstanding, standing.outstanding - step))
                                .build());
                standing.outstanding -= step;
                holding.recoup(contract, step);
                booked.credit(Accounts.advance(contract), step);
                left -= step;
            }
        }
        return left;
    }

    private static Json json(List<Slice> slices) {
        List<Json> list = new ArrayList<>();
        for (Slice slice : slices) {
            list.add(
                    Json.object()
                            .putMinor("amount", slice.amount())
                            .put("tier", slice.tier())
                            .build());
        }
        return Json.array(list);
    }
}
