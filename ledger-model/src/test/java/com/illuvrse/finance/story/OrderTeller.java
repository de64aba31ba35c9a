package com.illuvrse.finance.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Invents the life of one order, and keeps its tale. */
final class OrderTeller {

    private final Storyteller market;
    private final Chance chance;
    private final String order;
    private final String presented;
    private final OrderTale tale;
    private final @Nullable BigDecimal rate;
    private final Instant placedAt;
    private int events;
    private int portions;

    /** From when on the charge's row can be seen; what leads to it is not seen before. */
    private Instant chargeSeen = Instant.MIN;

    private Instant paidAt = Instant.MIN;

    OrderTeller(Storyteller market, String order) {
        this.market = market;
        this.chance = market.chance;
        this.order = order;
        this.presented = chance.of(market.currencies);
        String settled = chance.oneIn(3) ? chance.of(market.currencies) : presented;
        this.rate = settled.equals(presented) ? null : market.oddRate();
        this.tale = new OrderTale(order, settled, rate != null);
        this.placedAt = market.after(market.start());
    }

    OrderTale tell() {
        boolean paid = market.gentle || !chance.oneIn(15);
        tale.placed = market.gentle || !chance.oneIn(15);
        if (market.gentle ? chance.oneIn(10) : chance.oneIn(12)) {
            tale.destination = "c" + chance.between(1, 3);
        }
        ObjectNode placed = placed(1);
        long total = placed.path("total").longValue();
        long charged = chargedFor(total);
        if (paid && charged > 0) {
            pay(charged);
        }
        if (tale.placed) {
            market.tellEvent(order, placedAt, placed);
            if (!market.gentle && chance.oneIn(12)) {
                amend(placed, charged);
            } else {
                tale.held |= charged != total && !isGranularity(charged - total);
            }
        }
        deliver();
        if (tale.charge != null) {
            reverse();
            if (market.gentle || tale.reversals.isEmpty()) {
                dispute();
                refund();
            }
            if (!market.gentle && chance.oneIn(15) && tale.mayBePaidTwice()) {
                payAgain(charged);
            }
            if (tale.isDestination()) {
                transfer();
            }
        }
        return tale;
    }

    // The marketplace's side.

    private ObjectNode placed(int version) {
        ObjectNode placed = Lines.event("order.placed", order, event(), placedAt);
        placed.put("version", version).put("currency", presented);
        placed.putObject("buyer").put("id", "b-" + chance.below(9)).put("country", "US");
        ArrayNode lines = placed.putArray("lines");
        String contract = contract();
        long net = 0;
        TreeMap<String, Long> taxes = new TreeMap<>();
        for (int i = (int) chance.between(1, 3); i > 0; i--) {
            ObjectNode line = lines.addObject().put("line", "l" + i).put("sku", "sku-" + i);
            line.put("kind", chance.of("digital_goods", "goods", "tip")).put("quantity", 1);
            line.put("contract", chance.oneIn(4) ? contract() : contract);
            net += price(line, taxes);
        }
        if (version == 1) {
            tale.net = net;
            tale.taxes.putAll(taxes);
        }
        placed.put("total", net + taxes.values().stream().mapToLong(Long::longValue).sum());
        if (tale.destination != null) {
            placed.put("charge", "destination").put("payee", tale.destination);
        }
        return placed;
    }

    private String contract() {
        String contract = chance.of(market.contracts);
        String tiers = market.tierCurrency.get(contract);
        tale.held |=
                market.unsoundContracts.contains(contract)
                        || (tiers != null && !tiers.equals(tale.settled));
        return contract;
    }

    /** Prices a line and returns its net; taxes are added up by jurisdiction. */
    private long price(ObjectNode line, Map<String, Long> taxes) {
        long step = Storyteller.step(presented);
        long price = step * chance.between(chance.oneIn(12) ? 0 : 1, chance.oneIn(4) ? 7 : 4_000);
        boolean inclusive = chance.oneIn(3);
        line.put(inclusive ? "gross" : "net", price);
        if (inclusive) {
            line.put("taxInclusive", true);
        }
        ArrayNode list = line.putArray("taxes");
        List<String> rates = List.of("0.0875", "0.19", "0.005", "0.21", "0.0333");
        int number = chance.oneIn(4) ? 0 : (int) chance.between(1, 3);
        BigDecimal all = BigDecimal.ZERO;
        for (int i = 0; i < number; i++) {
            String given = chance.of(rates);
            all = all.add(new BigDecimal(given));
            list.addObject().put("jurisdiction", "J" + (i + 1)).put("rate", given);
        }
        long sum = 0;
        for (int i = 0; i < number; i++) {
            ObjectNode each = (ObjectNode) list.get(i);
            BigDecimal exact = new BigDecimal(each.path("rate").stringValue());
            BigDecimal base = BigDecimal.valueOf(price).multiply(exact);
            BigDecimal part =
                    inclusive
                            ? base.divide(BigDecimal.ONE.add(all), 0, RoundingMode.HALF_UP)
                            : base.setScale(0, RoundingMode.HALF_UP);
            long tax = part.longValueExact();
            if (chance.oneIn(4)) {
                tax += chance.oneIn(5) && price > 100 ? 1 : 0;
                each.put("amount", tax);
            }
            sum += tax;
            taxes.merge("J" + (i + 1), tax, Long::sum);
        }
        return inclusive ? price - sum : price;
    }

    private void amend(ObjectNode placed, long charged) {
        tale.amended = true;
        ObjectNode amended = placed.deepCopy();
        if (chance.oneIn(2)) {
            amended = placed(2);
            tale.held = true;
        } else {
            tale.held |= charged != placed.path("total").longValue();
        }
        Instant at = market.after(placedAt);
        amended.put("version", 2).put("event", event()).put("occurredAt", at.toString());
        market.tellEvent(order, at, amended);
    }

    private void deliver() {
        if (chance.oneIn(8)) {
            return;
        }
        Instant at = placedAt;
        portions = (int) (chance.oneIn(3) ? chance.between(2, 7) : 1);
        int told = chance.oneIn(4) ? (int) chance.between(0, portions) : portions;
        for (int i = 1; i <= told; i++) {
            at = market.after(at);
            market.tellEvent(
                    order,
                    at,
                    Lines.event("order.fulfilled", order, event(), at)
                            .put("portion", i + "/" + portions));
        }
        tale.delivered = told == portions;
        if (chance.oneIn(9)) {
            Instant cancelled = market.after(placedAt);
            market.tellEvent(
                    order,
                    cancelled,
                    Lines.event("order.cancelled", order, event(), cancelled)
                            .put("reason", "changed their mind"));
        }
    }

    private String event() {
        events++;
        return "e" + events;
    }

    // Stripe's side.

    private long chargedFor(long total) {
        long step = Storyteller.step(presented);
        long charged = (total + step / 2) / step * step;
        if (!market.gentle && chance.oneIn(15)) {
            charged += step * chance.between(-5, 5);
        }
        return charged;
    }

    private boolean isGranularity(long difference) {
        return Math.abs(difference) < Storyteller.step(presented);
    }

    private String charge() {
        return "ch_" + order.substring(2);
    }

    private void pay(long charged) {
        long settled = settled(charged, rate);
        if (settled <= 0) {
            return;
        }
        paidAt = chance.oneIn(6) ? market.after(market.start()) : market.after(placedAt);
        tale.charge = chargeRow(charge(), charged, settled, paidAt, null);
    }

    private OrderTale.Take chargeRow(
            String charge, long charged, long settled, Instant at, @Nullable Instant notBefore) {
        String bt = market.nextRow();
        String type = chance.oneIn(5) ? "payment" : "charge";
        ObjectNode row =
                Lines.row(bt, type, "charge", tale.settled, settled, at, market.availableAfter(at));
        ObjectNode source = Lines.amount(Lines.source("charge", charge), charged, presented);
        source.putObject("metadata").put("order_id", order);
        row.set("source", source);
        setRate(row, rate);
        Instant seen = market.show(order, row, notBefore);
        chargeSeen = seen.isAfter(chargeSeen) ? seen : chargeSeen;
        return new OrderTale.Take(bt, settled, charged);
    }

    /** A part that was never captured, or a payment that failed after all. */
    private void reverse() {
        boolean tooLate = market.gentle && portions > 0;
        if (!chance.oneIn(12) || tale.isDestination() || tooLate) {
            return;
        }
        OrderTale.Take charge = Objects.requireNonNull(tale.charge);
        boolean whole = chance.oneIn(3);
        long step = Storyteller.step(presented);
        long given =
                whole ? charge.presented() : step * chance.between(1, charge.presented() / step);
        long cost = whole ? charge.settled() : Math.min(settled(given, rate), charge.settled());
        if (given >= charge.presented()) {
            cost = charge.settled();
        }
        if (cost <= 0) {
            return;
        }
        boolean failed = given >= charge.presented() && chance.oneIn(2);
        OrderTale.Take take =
                back(
                        failed ? "payment_failure_refund" : "refund",
                        failed ? "charge_failure" : "partial_capture_reversal",
                        charge(),
                        cost,
                        given,
                        market.after(paidAt),
                        rate);
        tale.reversals.add(take);
    }

    private OrderTale.Take back(
            String type,
            String category,
            String charge,
            long cost,
            long given,
            Instant at,
            @Nullable BigDecimal atRate) {
        String bt = market.nextRow();
        ObjectNode row =
                Lines.row(bt, type, category, tale.settled, -cost, at, market.availableAfter(at));
        ObjectNode source = Lines.amount(Lines.source("refund", "re_" + bt), given, presented);
        row.set("source", source.put("charge", charge));
        setRate(row, atRate);
        market.show(order, row, chargeSeen);
        return new OrderTale.Take(bt, cost, given);
    }

    private void refund() {
        boolean all = market.gentle;
        if (!all && !chance.oneIn(2)) {
            return;
        }
        long room = tale.presentedLeft();
        boolean tooMuch = !all && tale.claims.isEmpty() && chance.oneIn(8);
        if (room <= 0 && !tooMuch) {
            return;
        }
        long step = Storyteller.step(presented);
        long whole = all ? room : step * chance.between(1, Math.max(1, room / step));
        List<Long> parts = chance.parts(whole, (int) chance.between(1, 4));
        long rest = 0;
        for (int i = 0; i < parts.size(); i++) {
            long given = rest + parts.get(i) + (tooMuch ? step * chance.between(0, 300) : 0);
            BigDecimal atRate = rate == null ? null : chance.oneIn(2) ? rate : market.oddRate();
            boolean last = i == parts.size() - 1;
            long cost = settled(given, atRate);
            rest = given;
            if (given > 0 && (cost > 0 || last)) {
                refund(given, Math.max(1, cost), atRate);
                rest = 0;
            }
        }
    }

    private void refund(long given, long cost, @Nullable BigDecimal atRate) {
        Instant at = market.after(paidAt);
        OrderTale.Take take = back("refund", "refund", charge(), cost, given, at, atRate);
        tale.refunds.add(take);
        if (!market.gentle && chance.oneIn(15)) {
            comeBack(take, market.after(at));
        }
    }

    private void comeBack(OrderTale.Take refund, Instant at) {
        String bt = market.nextRow();
        boolean adjusted = chance.oneIn(2);
        ObjectNode row =
                Lines.row(
                        bt,
                        adjusted ? "adjustment" : "refund_failure",
                        "refund_failure",
                        tale.settled,
                        refund.settled(),
                        at,
                        at);
        ObjectNode source =
                Lines.amount(
                        Lines.source("refund", "re_" + refund.row()),
                        refund.presented(),
                        presented);
        row.set("source", source.put("charge", charge()));
        market.show(order, row, chargeSeen);
        tale.undeliverable += refund.settled();
    }

    private void dispute() {
        if (market.gentle) {
            return;
        }
        for (int number = 1; number <= 2 && chance.oneIn(5); number++) {
            long room = tale.presentedLeft();
            long step = Storyteller.step(presented);
            if (room < step) {
                return;
            }
            boolean whole = chance.oneIn(2) && room % step == 0;
            long disputed = whole ? room : step * chance.between(1, room / step);
            BigDecimal atRate = rate == null ? null : chance.oneIn(2) ? rate : market.oddRate();
            long cost = settled(disputed, atRate);
            if (cost > 0) {
                open("dp_" + order.substring(2) + "_" + number, cost, disputed, atRate);
            }
        }
    }

    private void open(String dispute, long cost, long disputed, @Nullable BigDecimal atRate) {
        Instant at = market.after(paidAt);
        String bt = disputeRow(dispute, "dispute", -cost, disputed, at, atRate);
        OrderTale.Claim claim =
                new OrderTale.Claim(dispute, new OrderTale.Take(bt, cost, disputed));
        tale.claims.add(claim);
        ObjectNode told = disputeObject(dispute, disputed);
        told.put("created", at.getEpochSecond());
        Instant decided = market.after(at);
        ArrayNode timeline = told.putObject("_sandbox").putArray("timeline");
        switch (chance.below(3)) {
            case 0 -> {}
            case 1 -> {
                claim.lost = true;
                timeline.addObject().put("at", decided.toString()).put("status", "lost");
            }
            default -> {
                long back = chance.oneIn(3) && rate != null ? Math.max(1, cost - 1) : cost;
                claim.reinstated = back;
                timeline.addObject().put("at", decided.toString()).put("status", "won");
                disputeRow(dispute, "dispute_reversal", back, disputed, decided, atRate);
            }
        }
        market.deliver(Fact.Place.DISPUTE, order, market.dayOf(at), told);
    }

    private ObjectNode disputeObject(String dispute, long disputed) {
        return Lines.amount(Lines.source("dispute", dispute), disputed, presented)
                .put("charge", charge())
                .put("status", "needs_response");
    }

    private String disputeRow(
            String dispute,
            String category,
            long amount,
            long disputed,
            Instant at,
            @Nullable BigDecimal atRate) {
        String bt = market.nextRow();
        ObjectNode row = Lines.row(bt, "adjustment", category, tale.settled, amount, at, at);
        row.set("source", disputeObject(dispute, disputed));
        setRate(row, atRate);
        market.show(order, row, chargeSeen);
        return bt;
    }

    private void payAgain(long charged) {
        String charge = charge() + "b";
        long settled = settled(charged, rate);
        Instant at = market.after(paidAt.isAfter(placedAt) ? paidAt : placedAt);
        chargeRow(charge, charged, settled, at, chargeSeen);
        if (chance.oneIn(2)) {
            back("refund", "refund", charge, settled, charged, market.after(at), rate);
        }
    }

    /** Stripe sends the money of a destination charge on, and sometimes a part of it comes back. */
    private void transfer() {
        OrderTale.Take charge = Objects.requireNonNull(tale.charge);
        String transfer = "tr_" + order.substring(2);
        Instant at = market.after(paidAt);
        String bt = market.nextRow();
        long amount = charge.settled();
        ObjectNode row = Lines.row(bt, "transfer", "transfer", tale.settled, -amount, at, at);
        ObjectNode source = Lines.amount(Lines.source("transfer", transfer), amount, tale.settled);
        row.set("source", source.put("source_transaction", charge()).put("destination", "acct_1"));
        market.show(order, row, chargeSeen);
        tale.transferred += amount;
        if (market.gentle || chance.oneIn(2)) {
            long part = market.gentle ? amount : chance.between(1, amount);
            Instant later = market.after(at);
            String backRow = market.nextRow();
            ObjectNode back =
                    Lines.row(
                            backRow,
                            "transfer_refund",
                            "transfer_reversal",
                            tale.settled,
                            part,
                            later,
                            later);
            ObjectNode reversal =
                    Lines.amount(
                            Lines.source("transfer_reversal", "trr_" + order.substring(2)),
                            part,
                            tale.settled);
            back.set("source", reversal.put("transfer", transfer));
            market.show(order, back, market.end().minusSeconds(1));
            tale.transferred -= part;
        }
    }

    private void setRate(ObjectNode row, @Nullable BigDecimal atRate) {
        if (atRate != null) {
            boolean wrong = !market.gentle && chance.oneIn(25);
            Lines.rate(row, wrong ? atRate.add(new BigDecimal("0.31")) : atRate);
        }
    }

    private static long settled(long given, @Nullable BigDecimal rate) {
        return rate == null ? given : Storyteller.exchanged(given, rate);
    }
}
