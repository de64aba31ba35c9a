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

    public Reversal {
        amounts = List.copyOf(amounts);
    }

    /**
     * Refunds {@code net} minor units more of a line.
     *
     * @param states counter and advances, moved back by this refund
     */
    public static Reversal of(
            LineRoyalty before, long net, Currency currency, ContractStates states) {
        // rounding of several lines can give a cent back: to those it was taken from last
        long escrow =
                net < 0
                        ? Math.min(0, Math.addExact(net, before.refundedReleased()))
                        : Math.min(net, before.inEscrow());
        long released = Math.subtractExact(net, escrow);
        LineRoyalty line =
                before.refunded(
                        Math.addExact(before.refundedEscrow(), escrow),
                        Math.addExact(before.refundedReleased(), released));
        Json.Builder part =
                Json.object()
                        .put("line", before.line())
                        .put("net", Json.pair(before.refunded(), line.refunded()))
                        .put("escrow", Json.pair(before.refundedEscrow(), line.refundedEscrow()))
                        .put(
                                "released",
                                Json.pair(before.refundedReleased(), line.refundedReleased()));
        if (released == 0) {
            return new Reversal(line, escrow, List.of(), part.build());
        }
        long counter = states.get(before.contract(), currency).counter();
        states.count(before.contract(), currency, -released);
        part.put("contract", before.contract())
                .put("version", before.version())
                .put("tier", Json.pair(counter, Math.subtractExact(counter, released)));
        return fromParties(line, escrow, currency, states, part);
    }

    private static Reversal fromParties(
            LineRoyalty line,
            long escrow,
            Currency currency,
            ContractStates states,
            Json.Builder part) {
        List<Fraction> exact = line.parties().stream().map(PartyShare::exact).toList();
        List<Long> reversed = Allocation.split(line.refundedReleased(), exact);
        List<PartyShare> after = new ArrayList<>();
        List<PartyAmounts> amounts = new ArrayList<>();
        List<Json> shares = new ArrayList<>();
        for (int i = 0; i < reversed.size(); i++) {
            PartyShare share = line.parties().get(i);
            long step = Math.subtractExact(reversed.get(i), share.reversed());
            PartyAmounts taken = share.takeBack(step);
            for (Advanced advanced : taken.advances()) {
                states.advance(advanced.contract(), Money.of(advanced.amount(), currency));
            }
            amounts.add(taken);
            after.add(share.taken(reversed.get(i), taken));
            shares.add(json(share, reversed.get(i), taken));
        }
        part.put("shares", Json.array(shares));
        return new Reversal(line.withParties(after), escrow, amounts, part.build());
    }

    private static Json json(PartyShare before, long reversedAfter, PartyAmounts taken) {
        Json.Builder share =
                Json.object()
                        .put("party", before.party())
                        .put("reversed", Json.pair(before.reversed(), reversedAfter));
        if (!before.party().equals(Party.PLATFORM)) {
            List<Json> advances = new ArrayList<>();
            for (Advanced advanced : taken.advances()) {
                advances.add(
                        Json.object()
                                .put("contract", advanced.contract())
                                .putMinor("amount", advanced.amount())
                                .build());
            }
            share.putMinor("payable", taken.payable())
                    .putMinor("reserve", taken.reserve())
                    .put("advances", Json.array(advances));
        }
        return share.build();
    }
}
