package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out again what a refund takes back (segment format, section 8). */
final class RefundAgain {

    private final OrderBook order;
    private final Contracts contracts;
    private final BookedLines booked;
    private final Positions positions;

    /** Tells where the counter of a contract stands when a working says it starts there. */
    interface Positions {
        long of(String contract, @Nullable String position) throws Mismatch;
    }

    RefundAgain(OrderBook order, Contracts contracts, BookedLines booked, Positions positions) {
        this.order = order;
        this.contracts = contracts;
        this.booked = booked;
        this.positions = positions;
    }

    /**
     * Takes back what of the row still fits; null when nothing does.
     *
     * @param found the working as it was sealed, for the positions it starts from
     */
    Json.@Nullable Obj refund(Payment row, Json.Obj found) throws Mismatch {
        long grossBefore = order.refundedGross;
        long netBefore = order.refundedNet();
        long amount = fit(row);
        if (amount == 0) {
            return null;
        }
        Placed.Parts parts = order.form().ofRefund(order.gross, order.refundedGross);
        List<Json> taxes = new ArrayList<>();
        parts.taxes()
                .forEach(
                        (jurisdiction, tax) -> {
                            long before = order.refundedTaxes.getOrDefault(jurisdiction, 0L);
                            booked.debit(
                                    Accounts.tax(jurisdiction), Math.subtractExact(tax, before));
                            taxes.add(
                                    Json.object()
                                            .put("jurisdiction", jurisdiction)
                                            .put("tax", Json.pair(before, tax))
                                            .build());
                        });
        order.refundedTaxes.putAll(parts.taxes());
        List<Json> ofLines = lines(parts.net(), found.objects("parts"));
        long fx = Math.subtractExact(amount, Math.subtractExact(order.refundedGross, grossBefore));
        booked.debit(fx > 0 ? "expenses:fx-loss" : "revenue:fx-gain", fx);
        booked.credit("assets:clearing:refund", amount);
        return Json.object()
                .put("kind", "refund")
                .put("gross", Json.pair(grossBefore, order.refundedGross))
                .put("taxes", Json.array(taxes))
                .put("net", Json.pair(netBefore, order.refundedNet()))
                .putMinor("fx", fx)
                .put("parts", Json.array(ofLines))
                .build();
    }

    /** Moves the cumulative refunds on and gives what of the row they take. */
    private long fit(Payment row) {
        long wanted = Math.negateExact(row.amount());
        if (!order.isExchanged() || !order.presentedCurrency.equals(row.presentedCurrency())) {
            long room = Math.max(0, Math.subtractExact(order.gross, order.refundedGross));
            long amount = Math.min(wanted, room);
            order.refundedGross = Math.addExact(order.refundedGross, amount);
            order.refundedPresented = Math.addExact(order.refundedPresented, amount);
            return amount;
        }
        long room = Math.max(0, Math.subtractExact(order.presented, order.refundedPresented));
        long fits = Math.min(row.presented(), room);
        long amount =
                fits == row.presented() ? wanted : Ratio.halfUp(wanted, fits, row.presented());
        order.refundedPresented = Math.addExact(order.refundedPresented, fits);
        if (order.presented != 0) {
            order.refundedGross =
                    Ratio.halfUp(order.gross, order.refundedPresented, order.presented);
        }
        return amount;
    }

    private List<Json> lines(long net, List<Json.Obj> found) throws Mismatch {
        List<Ratio> weights = new ArrayList<>();
        boolean isAll0 = order.lines.stream().allMatch(line -> line.net == 0);
        for (SoldLine line : order.lines) {
            weights.add(isAll0 ? Ratio.ONE : Ratio.whole(line.net));
        }
        long[] nets = LargestRemainder.over(net, weights);
        List<Json> parts = new ArrayList<>();
        for (int i = 0; i < nets.length; i++) {
            SoldLine line = order.lines.get(i);
            Json.Obj part = i < found.size() ? found.get(i) : null;
            parts.add(part(line, Math.subtractExact(nets[i], line.refunded()), part));
        }
        return parts;
    }

    private Json.Obj part(SoldLine line, long step, Json.@Nullable Obj found) throws Mismatch {
        // a cent that the rounding of several lines gives back goes where it was taken from last
        long escrow =
                step < 0
                        ? Math.min(0, Math.addExact(step, line.refundedReleased))
                        : Math.min(step, line.inEscrow());
        long released = Math.subtractExact(step, escrow);
        long escrowBefore = line.refundedEscrow;
        long releasedBefore = line.refundedReleased;
        long refundedBefore = line.refunded();
        line.refundedEscrow = Math.addExact(escrowBefore, escrow);
        line.refundedReleased = Math.addExact(releasedBefore, released);
        booked.debit("liabilities:escrow", escrow);
        Json.Builder part =
                Json.object()
                        .put("line", line.line)
                        .put("net", Json.pair(refundedBefore, line.refunded()))
                        .put("escrow", Json.pair(escrowBefore, line.refundedEscrow))
                        .put("released", Json.pair(releasedBefore, line.refundedReleased));
        if (released != 0) {
            List<String> tier = found == null ? List.of() : found.texts("tier");
            long position = positions.of(line.contract, tier.isEmpty() ? null : tier.getFirst());
            Standing standing = contracts.standing(line.contract, order.currency);
            standing.counter = Math.subtractExact(position, released);
            part.put("contract", line.contract)
                    .put("version", line.version)
                    .put("tier", Json.pair(position, standing.counter))
                    .put("shares", Json.array(shares(line)));
        }
        return part.build();
    }

    private List<Json> shares(SoldLine line) {
        List<Ratio> exact = new ArrayList<>();
        for (Holding holding : line.holdings) {
            exact.add(holding.exact);
        }
        long[] reversed = LargestRemainder.over(line.refundedReleased, exact);
        List<Json> shares = new ArrayList<>();
        for (int i = 0; i < reversed.length; i++) {
            shares.add(take(line.holdings.get(i), reversed[i]));
        }
        return shares;
    }

    private Json take(Holding holding, long reversed) {
        long step = Math.subtractExact(reversed, holding.reversed);
        Json.Builder share =
                Json.object()
                        .put("party", holding.party)
                        .put("reversed", Json.pair(holding.reversed, reversed));
        holding.reversed = reversed;
        if (holding.isPlatform()) {
            holding.payable = Math.subtractExact(holding.payable, step);
            booked.debit("revenue:commission", step);
            return share.build();
        }
        long[] origins = holding.origins(step);
        holding.payable = Math.subtractExact(holding.payable, origins[0]);
        holding.reserve = Math.subtractExact(holding.reserve, origins[1]);
        booked.debit(Accounts.payable(holding.party), origins[0]);
        booked.debit(Accounts.reserve(holding.party), origins[1]);
        List<Json> advances = new ArrayList<>();
        for (int i = 2; i < origins.length; i++) {
            Holding.Recouped recouped = holding.recouped.get(i - 2);
            if (origins[i] != 0) {
                recouped.amount = Math.subtractExact(recouped.amount, origins[i]);
                Standing standing = contracts.standing(recouped.contract, order.currency);
                standing.outstanding = Math.addExact(standing.outstanding, origins[i]);
                booked.debit(Accounts.advance(recouped.contract), origins[i]);
                advances.add(
                        Json.object()
                                .put("contract", recouped.contract)
                                .putMinor("amount", origins[i])
                                .build());
            }
        }
        return share.putMinor("payable", origins[0])
                .putMinor("reserve", origins[1])
                .put("advances", Json.array(advances))
                .build();
    }
}
