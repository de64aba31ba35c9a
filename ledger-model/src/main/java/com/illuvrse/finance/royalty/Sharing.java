package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The working of one {@link Release}: party by party, with what is written down on the way. */
final class Sharing {

    private record Slice(long amount, int tier) {}

    private final LineRoyalty line;
    private final long base;
    private final Contract contract;
    private final Currency currency;
    private final ContractStates states;

    private final List<PartyShare> after = new ArrayList<>();
    private final List<PartyAmounts> amounts = new ArrayList<>();
    private final List<Json> shares = new ArrayList<>();
    private final List<Json> reserve = new ArrayList<>();
    private final List<Json> recoup = new ArrayList<>();
    private final List<String> remainder = new ArrayList<>();

    Sharing(
            LineRoyalty line,
            long base,
            Contract contract,
            Currency currency,
            ContractStates states) {
        this.line = line;
        this.base = base;
        this.contract = contract;
        this.currency = currency;
        this.states = states;
    }

    Release release() {
        long counter = states.get(contract.contract(), currency).counter();
        long released = Math.addExact(line.released(), base);
        List<Slice> slices = slices(counter);
        Map<String, PartyShare> parties = parties();
        List<Fraction> exact = exact(parties, slices);
        List<Long> rounded = Allocation.round(released, exact);
        int i = 0;
        for (PartyShare party : parties.values()) {
            give(party, exact.get(i), rounded.get(i));
            i++;
        }
        states.count(contract.contract(), currency, base);
        Json.Obj part =
                Json.object()
                        .put("contract", contract.contract())
                        .put("version", contract.version())
                        .put("line", line.line())
                        .putMinor("net", line.net())
                        .put("released", Json.pair(line.released(), released))
                        .put("tier", Json.pair(counter, Math.addExact(counter, base)))
                        .put("slices", json(slices))
                        .put("shares", Json.array(shares))
                        .put("remainder", Json.texts(remainder))
                        .put("reserve", Json.array(reserve))
                        .put("recoup", Json.array(recoup))
                        .build();
        return new Release(line.released(contract.version(), released, after), amounts, part);
    }

    /** The base cut at the boundaries; an amount up to a boundary is in the lower tier. */
    private List<Slice> slices(long counter) {
        List<Slice> slices = new ArrayList<>();
        long position = counter;
        long left = base;
        int number = 1;
        for (Tier tier : contract.ranges()) {
            Money upTo = tier.upTo();
            long room = upTo == null ? left : Math.max(0, upTo.minor() - position);
            long amount = Math.min(left, room);
            if (amount > 0) {
                slices.add(new Slice(amount, number));
                position = Math.addExact(position, amount);
                left -= amount;
            }
            number++;
        }
        return slices;
    }

    /** Everyone who has or had a share of the line, in order of first appearance, platform last. */
    private Map<String, PartyShare> parties() {
        Map<String, PartyShare> parties = new LinkedHashMap<>();
        line.parties().forEach(share -> parties.put(share.party(), share));
        contract.payees().forEach(name -> parties.putIfAbsent(name, PartyShare.none(name)));
        PartyShare platform = parties.remove(Party.PLATFORM);
        if (platform != null) {
            parties.put(Party.PLATFORM, platform);
        }
        return parties;
    }

    private List<Fraction> exact(Map<String, PartyShare> parties, List<Slice> slices) {
        Map<String, Fraction> exact = new LinkedHashMap<>();
        parties.forEach((name, share) -> exact.put(name, share.exact()));
        for (Slice slice : slices) {
            for (Party party : contract.ranges().get(slice.tier() - 1).parties()) {
                exact.merge(party.payee(), party.fraction().times(slice.amount()), Fraction::plus);
            }
        }
        return List.copyOf(exact.values());
    }

    /**
     * Gives one party the difference to what it has: reserve first, then advances, then the rest.
     */
    private void give(PartyShare before, Fraction exact, long share) {
        long reserved = reserved(before, share);
        long reserveStep = Math.subtractExact(reserved, before.reserved());
        long rest = Math.subtractExact(Math.subtractExact(share, before.share()), reserveStep);
        List<Advanced> recouped = recoup(before, rest);
        for (Advanced advanced : recouped) {
            rest -= advanced.amount();
        }
        PartyAmounts given = new PartyAmounts(before.party(), rest, reserveStep, recouped);
        amounts.add(given);
        after.add(before.given(exact, share, reserved, given));
        if (Fraction.of(share).compareTo(exact) > 0) {
            remainder.add(before.party());
        }
        shares.add(
                Json.object()
                        .put("party", before.party())
                        .put("exact", exact.toString())
                        .put("share", Json.pair(before.share(), share))
                        .build());
    }

    private long reserved(PartyShare before, long share) {
        Reserve terms = contract.reserve();
        if (terms == null || before.party().equals(Party.PLATFORM)) {
            return before.reserved();
        }
        Fraction rate = terms.fraction();
        long reserved = Allocation.split(share, List.of(Fraction.ONE.minus(rate), rate)).get(1);
        reserve.add(
                Json.object()
                        .put("party", before.party())
                        .put("reserved", Json.pair(before.reserved(), reserved))
                        .build());
        return reserved;
    }

    private List<Advanced> recoup(PartyShare before, long rest) {
        Advance terms = contract.advance();
        if (terms == null || !before.party().equals(terms.recoupFrom())) {
            return List.of();
        }
        List<Advanced> recouped = new ArrayList<>();
        long left = rest;
        for (String name : contract.recoupedContracts()) {
            long outstanding = states.get(name, currency).outstanding();
            long amount = Math.min(left, outstanding);
            if (amount > 0) {
                recouped.add(new Advanced(name, amount));
                states.advance(name, Money.of(-amount, currency));
                left -= amount;
                recoup.add(
                        Json.object()
                                .put("contract", name)
                                .put("outstanding", Json.pair(outstanding, outstanding - amount))
                                .build());
            }
        }
        return recouped;
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
