package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of an order as its royalties see it, in minor units of the settlement currency.
 *
 * @param net settled net of the line
 * @param version contract version of the last release; 0 before the first
 * @param released cumulative release out of escrow
 * @param refundedEscrow cumulative refunds out of escrow
 * @param refundedReleased cumulative refunds out of what was released
 * @param parties all that had a share of it so far, the platform last
 */
public record LineRoyalty(
        String line,
        String contract,
        long net,
        int version,
        long released,
        long refundedEscrow,
        long refundedReleased,
        List<PartyShare> parties) {

    public LineRoyalty {
        parties = List.copyOf(parties);
    }

    /** A line of which nothing is released yet. */
    public static LineRoyalty of(String line, String contract, long net) {
        return new LineRoyalty(line, contract, net, 0, 0, 0, 0, List.of());
    }

    /** The same line at another settled net. */
    public LineRoyalty withNet(long settled) {
        return new LineRoyalty(
                line,
                contract,
                settled,
                version,
                released,
                refundedEscrow,
                refundedReleased,
                parties);
    }

    /** After a release under a version of its contract. */
    LineRoyalty released(int underVersion, long releasedAfter, List<PartyShare> after) {
        return new LineRoyalty(
                line,
                contract,
                net,
                underVersion,
                releasedAfter,
                refundedEscrow,
                refundedReleased,
                after);
    }

    /** After refunds; what the parties gave back comes with {@link #withParties}. */
    LineRoyalty refunded(long escrowAfter, long releasedAfter) {
        return new LineRoyalty(
                line, contract, net, version, released, escrowAfter, releasedAfter, parties);
    }

    LineRoyalty withParties(List<PartyShare> after) {
        return new LineRoyalty(
                line, contract, net, version, released, refundedEscrow, refundedReleased, after);
    }

    /**
     * What a cumulative portion of fulfilment releases now: never negative, never beyond escrow.
     */
    public long releasable(Fraction portion) {
        long due = portion.times(net).roundHalfUp();
        long cap = Math.subtractExact(net, refundedEscrow);
        return Math.max(0, Math.subtractExact(Math.min(due, cap), released));
    }

    /** What is still in escrow. */
    public long inEscrow() {
        return Math.subtractExact(Math.subtractExact(net, released), refundedEscrow);
    }

    /** All refunds of the line so far. */
    public long refunded() {
        return Math.addExact(refundedEscrow, refundedReleased);
    }

    /** What the line still holds back of its parties. */
    public long reserve() {
        return parties.stream().mapToLong(PartyShare::reserve).reduce(0, Math::addExact);
    }

    /** The same line when all reserves became payable. */
    public LineRoyalty reserveReleased() {
        return withParties(parties.stream().map(PartyShare::reserveReleased).toList());
    }

    /**
     * The same line with that part of its parties' money held which refunding {@code net} more
     * would take back: nothing while it would come out of escrow.
     */
    public LineRoyalty held(long net, Currency currency) {
        Reversal reversal = Reversal.of(this, net, currency, ContractStates.of(List.of()));
        List<PartyShare> after = new ArrayList<>();
        for (int i = 0; i < parties.size(); i++) {
            PartyShare share = parties.get(i);
            boolean nothing = reversal.amounts().isEmpty() || share.party().equals(Party.PLATFORM);
            after.add(
                    nothing
                            ? share.held(0, 0)
                            : share.held(
                                    reversal.amounts().get(i).payable(),
                                    reversal.amounts().get(i).reserve()));
        }
        return withParties(after);
    }

    /** The same line with nothing held. */
    public LineRoyalty free() {
        return withParties(parties.stream().map(share -> share.held(0, 0)).toList());
    }

    public Json.Obj toJson() {
        return Json.object()
                .put("line", line)
                .put("contract", contract)
                .putMinor("net", net)
                .put("version", version)
                .putMinor("released", released)
                .putMinor("refundedEscrow", refundedEscrow)
                .putMinor("refundedReleased", refundedReleased)
                .put("parties", Json.array(parties.stream().map(PartyShare::toJson).toList()))
                .build();
    }

    public static LineRoyalty from(Json.Obj json) {
        return new LineRoyalty(
                json.text("line"),
                json.text("contract"),
                json.minor("net"),
                Math.toIntExact(json.number("version")),
                json.minor("released"),
                json.minor("refundedEscrow"),
                json.minor("refundedReleased"),
                json.objects("parties").stream().map(PartyShare::from).toList());
    }
}
