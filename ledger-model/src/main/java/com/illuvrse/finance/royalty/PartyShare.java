package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one party was given of one line so far, and what it still holds of it.
 *
 * @param exact sum of slice × share over all slices of the line
 * @param share what it was given, whole minor units; its own rounding of {@code exact}
 * @param reserved how much of the share was held back
 * @param reversed how much of the share refunds took back
 * @param payable what it still holds as payable; commission for the platform
 * @param reserve what it still holds as reserve
 * @param heldPayable how much of {@code payable} lies on its held account while a dispute is open
 * @param heldReserve how much of {@code reserve} lies there
 * @param advances what paid down advances, in the order the contracts were first recouped
 */
public record PartyShare(
        String party,
        Fraction exact,
        long share,
        long reserved,
        long reversed,
        long payable,
        long reserve,
        long heldPayable,
        long heldReserve,
        List<Advanced> advances) {

    public PartyShare {
        advances = List.copyOf(advances);
    }

    static PartyShare none(String party) {
        return new PartyShare(party, Fraction.ZERO, 0, 0, 0, 0, 0, 0, 0, List.of());
    }

    /** After a release that gave these amounts. */
    PartyShare given(
            Fraction exactAfter, long shareAfter, long reservedAfter, PartyAmounts amounts) {
        List<Advanced> recouped = new ArrayList<>(advances);
        for (Advanced advanced : amounts.advances()) {
            add(recouped, advanced);
        }
        return new PartyShare(
                party,
                exactAfter,
                shareAfter,
                reservedAfter,
                reversed,
                Math.addExact(payable, amounts.payable()),
                Math.addExact(reserve, amounts.reserve()),
                heldPayable,
                heldReserve,
                recouped);
    }

    /** After a refund that took these amounts. */
    PartyShare taken(long reversedAfter, PartyAmounts amounts) {
        List<Advanced> recouped = new ArrayList<>(advances);
        for (Advanced advanced : amounts.advances()) {
            add(recouped, new Advanced(advanced.contract(), -advanced.amount()));
        }
        return new PartyShare(
                party,
                exact,
                share,
                reserved,
                reversedAfter,
                Math.subtractExact(payable, amounts.payable()),
                Math.subtractExact(reserve, amounts.reserve()),
                heldPayable,
                heldReserve,
                recouped);
    }

    /** After its reserve became payable. */
    PartyShare reserveReleased() {
        return new PartyShare(
                party,
                exact,
                share,
                reserved,
                reversed,
                Math.addExact(payable, reserve),
                0,
                heldPayable,
                heldReserve,
                advances);
    }

    /** With other amounts held for disputes. */
    PartyShare held(long ofPayable, long ofReserve) {
        return new PartyShare(
                party, exact, share, reserved, reversed, payable, reserve, ofPayable, ofReserve,
                advances);
    }

    /**
     * Where an amount to take back comes from: in proportion out of what the party still holds;
     * what does not fit there, and a negative amount, is payable.
     */
    PartyAmounts takeBack(long amount) {
        if (party.equals(Party.PLATFORM)) {
            return new PartyAmounts(party, amount, 0, List.of());
        }
        List<Fraction> held = new ArrayList<>();
        held.add(Fraction.of(Math.max(0, payable)));
        held.add(Fraction.of(Math.max(0, reserve)));
        long sum = Math.addExact(Math.max(0, payable), Math.max(0, reserve));
        for (Advanced advanced : advances) {
            held.add(Fraction.of(Math.max(0, advanced.amount())));
            sum = Math.addExact(sum, Math.max(0, advanced.amount()));
        }
        long fits = Math.max(0, Math.min(amount, sum));
        List<Long> parts = Allocation.split(fits, held);
        List<Advanced> outstanding = new ArrayList<>();
        for (int i = 0; i < advances.size(); i++) {
            if (parts.get(i + 2) != 0) {
                outstanding.add(new Advanced(advances.get(i).contract(), parts.get(i + 2)));
            }
        }
        long rest = Math.subtractExact(amount, fits);
        return new PartyAmounts(party, parts.get(0) + rest, parts.get(1), outstanding);
    }

    private static void add(List<Advanced> advances, Advanced step) {
        for (int i = 0; i < advances.size(); i++) {
            Advanced before = advances.get(i);
            if (before.contract().equals(step.contract())) {
                advances.set(
                        i,
                        new Advanced(
                                before.contract(), Math.addExact(before.amount(), step.amount())));
                return;
            }
        }
        advances.add(step);
    }

    Json.Obj toJson() {
        return Json.object()
                .put("party", party)
                .put("exact", exact.toString())
                .putMinor("share", share)
                .putMinor("reserved", reserved)
                .putMinor("reversed", reversed)
                .putMinor("payable", payable)
                .putMinor("reserve", reserve)
                .putMinor("heldPayable", heldPayable)
                .putMinor("heldReserve", heldReserve)
                .put(
                        "advances",
                        Json.array(
                                advances.stream()
                                        .map(
                                                advanced ->
                                                        Json.object()
                                                                .put(
                                                                        "contract",
                                                                        advanced.contract())
                                                                .putMinor(
                                                                        "amount", advanced.amount())
                                                                .build())
                                        .toList()))
                .build();
    }

    static PartyShare from(Json.Obj json) {
        return new PartyShare(
                json.text("party"),
                Fraction.parse(json.text("exact")),
                json.minor("share"),
                json.minor("reserved"),
                json.minor("reversed"),
                json.minor("payable"),
                json.minor("reserve"),
                json.minor("heldPayable"),
                json.minor("heldReserve"),
                json.objects("advances").stream()
                        .map(a -> new Advanced(a.text("contract"), a.minor("amount")))
                        .toList());
    }
}
