package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.List;

/**
 * One refund of one line: first out of escrow, then out of what was released, from each party in
 * the line's own proportions (segment format, section 8).
 *
 * @param line the line afterwards
 * @param escrow what comes out of escrow
 * @param amounts what each party gives back
 * @param part the calculation, to be sealed with the entry
 */
public record Reversal(LineRoyalty line, long escrow, List<PartyAmounts> amounts, Json.Obj part) {

    /**
     * Refunds {@code net} minor units more of a line.
     *
     * @param states counter and advances, moved back by this refund
     */
    public static Reversal of(
            LineRoyalty before, long net, Currency currency, ContractStates states) {
        long escrow = Math.min(net, before.inEscrow());
        long released = Math.subtractExact(net, escrow);
        long escrowAfter = Math.addExact(before.refundedEscrow(), escrow);
        long releasedAfter = Math.addExact(before.refundedReleased(), released);
        Json.Builder part =
                Json.object()
                        .put("line", before.line())
                        .put("net", Json.pair(before.refunded(), before.refunded() + net))
                        .put("escrow", Json.pair(before.refundedEscrow(), escrowAfter))
                        .put("released", Json.pair(before.refundedReleased(), releasedAfter));
        if (released == 0) {
            return new Reversal(
                    after(before, escrowAfter, releasedAfter, before.parties()),
                    escrow,
                    List.of(),
                    part.build());
        }
        long counter = states.get(before.contract(), currency).counter();
        states.count(before.contract(), currency, -released);
        part.put("contract", before.contract())
                .put("version", before.version())
                .put("tier", Json.pair(counter, counter - released));

        List<Long> reversed = shares(before, releasedAfter);
        List<PartyShare> after = new ArrayList<>();
        List<PartyAmounts> amounts = new ArrayList<>();
        List<Json> shares = new ArrayList<>();
        for (int i = 0; i < reversed.size(); i++) {
            PartyShare share = before.parties().get(i);
            long reversedAfter = reversed.get(i);
            PartyAmounts taken =
                    share.takeBack(Math.subtractExact(reversedAfter, share.reversed()));
            for (Advanced advanced : taken.advances()) {
                states.advance(advanced.contract(), Money.of(advanced.amount(), currency));
            }
            amounts.add(taken);
            after.add(share.taken(reversedAfter, taken));
            shares.add(shareJson(share, reversedAfter, taken));
        }
        part.put("shares", Json.array(shares));
        return new Reversal(
                after(before, escrowAfter, releasedAfter, after), escrow, amounts, part.build());
    }

    private static List<Long> shares(LineRoyalty line, long refunded) {
        List<Fraction> exact = line.parties().stream().map(PartyShare::exact).toList();
        return Allocation.split(refunded, exact);
    }

    private static LineRoyalty after(
            LineRoyalty before, long escrow, long released, List<PartyShare> parties) {
        return new LineRoyalty(
                before.line(),
                before.contract(),
                before.net(),
                before.version(),
                before.released(),
                escrow,
                released,
                parties);
    }

    private static Json shareJson(PartyShare before, long reversedAfter, PartyAmounts taken) {
        Json.Builder share =
                Json.object()
                        .put("party", before.party())
                        .put("reversed", Json.pair(before.reversed(), reversedAfter));
        if (!before.party().equals(Party.PLATFORM)) {
            List<Json.Obj> advances =
                    taken.advances().stream()
                            .map(
                                    advanced ->
                                            Json.object()
                                                    .put("contract", advanced.contract())
                                                    .putMinor("amount", advanced.amount())
                                                    .build())
                            .toList();
            share.putMinor("payable", taken.payable())
                    .putMinor("reserve", taken.reserve())
                    .put("advances", Json.array(advances));
        }
        return share.build();
    }
}
