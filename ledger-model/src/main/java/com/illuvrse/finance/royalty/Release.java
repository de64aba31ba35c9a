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
import org.jspecify.annotations.Nullable;

/**
 * One release of one line out of escrow: how it is cut at the tiers, shared, held back and recouped
 * (segment format, section 8).
 *
 * <p>Shares are worked out on everything the line has released so far and given as differences, so
 * that any sequence of portions ends at the exact total.
 *
 * @param line the line afterwards
 * @param amounts what each party gets
 * @param part the calculation, to be sealed with the entry
 */
public record Release(LineRoyalty line, List<PartyAmounts> amounts, Json.Obj part) {

    private record Slice(long amount, int tier) {}

    /**
     * Releases {@code base} minor units more of a line.
     *
     * @param states counter and advances, moved on by this release
     */
    public static Release of(
            LineRoyalty before,
            long base,
            Contract contract,
            Currency currency,
            ContractStates states) {
        long counter = states.get(contract.contract(), currency).counter();
        List<Slice> slices = slices(contract, counter, base);
        long released = Math.addExact(before.released(), base);
        Map<String, PartyShare> held = parties(before, contract);
        List<Fraction> exact = exact(held, contract, slices);
        List<Long> shares = Allocation.round(released, exact);

        List<PartyShare> after = new ArrayList<>();
        List<PartyAmounts> amounts = new ArrayList<>();
        List<Json> sharesJson = new ArrayList<>();
        List<Json> reserveJson = new ArrayList<>();
        List<Json> recoupJson = new ArrayList<>();
        List<String> remainder = new ArrayList<>();
        int i = 0;
        for (PartyShare share : held.values()) {
            long shareAfter = shares.get(i);
            long reservedAfter = reserved(share, shareAfter, contract.reserve());
            long rest =
                    Math.subtractExact(
                            Math.subtractExact(shareAfter, share.share()),
                            Math.subtractExact(reservedAfter, share.reserved()));
            List<Advanced> recouped = recoup(share, rest, contract, currency, states, recoupJson);
            long payable = rest - recouped.stream().mapToLong(Advanced::amount).sum();
            PartyAmounts given =
                    new PartyAmounts(
                            share.party(), payable, reservedAfter - share.reserved(), recouped);
            amounts.add(given);
            after.add(share.given(exact.get(i), shareAfter, reservedAfter, given));
            sharesJson.add(shareJson(share, exact.get(i), shareAfter));
            if (Fraction.of(shareAfter).compareTo(exact.get(i)) > 0) {
                remainder.add(share.party());
            }
            if (contract.reserve() != null && !share.party().equals(Party.PLATFORM)) {
                reserveJson.add(
                        Json.object()
                                .put("party", share.party())
                                .put("reserved", Json.pair(share.reserved(), reservedAfter))
                                .build());
            }
            i++;
        }
        states.count(contract.contract(), currency, base);
        Json.Obj part =
                Json.object()
                        .put("contract", contract.contract())
                        .put("version", contract.version())
                        .put("line", before.line())
                        .putMinor("net", before.net())
                        .put("released", Json.pair(before.released(), released))
                        .put("tier", Json.pair(counter, counter + base))
                        .put("slices", slicesJson(slices))
                        .put("shares", Json.array(sharesJson))
                        .put("remainder", Json.texts(remainder))
                        .put("reserve", Json.array(reserveJson))
                        .put("recoup", Json.array(recoupJson))
                        .build();
        return new Release(after(before, contract, released, after), amounts, part);
    }

    private static LineRoyalty after(
            LineRoyalty before, Contract contract, long released, List<PartyShare> parties) {
        return new LineRoyalty(
                before.line(),
                before.contract(),
                before.net(),
                contract.version(),
                released,
                before.refundedEscrow(),
                before.refundedReleased(),
                parties);
    }

    /** The base cut at the boundaries; an amount up to a boundary is in the lower tier. */
    private static List<Slice> slices(Contract contract, long counter, long base) {
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
    private static Map<String, PartyShare> parties(LineRoyalty line, Contract contract) {
        Map<String, PartyShare> parties = new LinkedHashMap<>();
        line.parties().forEach(share -> parties.put(share.party(), share));
        contract.payees().forEach(name -> parties.putIfAbsent(name, PartyShare.none(name)));
        PartyShare platform = parties.remove(Party.PLATFORM);
        if (platform != null) {
            parties.put(Party.PLATFORM, platform);
        }
        return parties;
    }

    private static List<Fraction> exact(
            Map<String, PartyShare> parties, Contract contract, List<Slice> slices) {
        Map<String, Fraction> exact = new LinkedHashMap<>();
        parties.forEach((name, share) -> exact.put(name, share.exact()));
        for (Slice slice : slices) {
            for (Party party : contract.ranges().get(slice.tier() - 1).parties()) {
                exact.merge(party.payee(), party.fraction().times(slice.amount()), Fraction::plus);
            }
        }
        return List.copyOf(exact.values());
    }

    private static long reserved(PartyShare before, long shareAfter, @Nullable Reserve reserve) {
        if (reserve == null || before.party().equals(Party.PLATFORM)) {
            return before.reserved();
        }
        Fraction rate = reserve.fraction();
        return Allocation.split(shareAfter, List.of(Fraction.ONE.minus(rate), rate)).get(1);
    }

    private static List<Advanced> recoup(
            PartyShare share,
            long rest,
            Contract contract,
            Currency currency,
            ContractStates states,
            List<Json> json) {
        Advance advance = contract.advance();
        if (advance == null || !share.party().equals(advance.recoupFrom())) {
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
                json.add(
                        Json.object()
                                .put("contract", name)
                                .put("outstanding", Json.pair(outstanding, outstanding - amount))
                                .build());
            }
        }
        return recouped;
    }

    private static Json shareJson(PartyShare before, Fraction exact, long shareAfter) {
        return Json.object()
                .put("party", before.party())
                .put("exact", exact.toString())
                .put("share", Json.pair(before.share(), shareAfter))
                .build();
    }

    private static Json slicesJson(List<Slice> slices) {
        return Json.array(
                slices.stream()
                        .map(
                                slice ->
                                        Json.object()
                                                .putMinor("amount", slice.amount())
                                                .put("tier", slice.tier())
                                                .build())
                        .toList());
    }
}
