package com.illuvrse.finance.story;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Invents what happens to Stripe's balance and the bank without any order. */
final class StrayTeller {

    private static final String[][] KINDS = {
        {"stripe_fee", "fee"},
        {"stripe_fx_fee", "fee"},
        {"tax_fee", "tax"},
        {"network_cost", "network_cost"},
        {"payout", "payout"},
        {"payout_failure", "payout_reversal"},
        {"topup", "topup"},
        {"topup_reversal", "topup_reversal"},
        {"application_fee", "platform_earning"},
        {"contribution", "contribution"},
        {"climate_order_purchase", "climate_order_purchase"},
        {"payout_minimum_balance_hold", "payout_minimum_balance_hold"},
        {"payment_network_reserve_hold", "payment_network_reserve_hold"},
        {"reserve_transaction", "connect_reserved_funds"},
        {"anticipation_repayment", "financing_paydown"},
        {"tax_fund", "tax_fund"},
        {"payment_unreconciled", "payment_unreconciled"},
        {"issuing_transaction", "issuing_transaction"},
        {"adjustment", "other_adjustment"},
        {"adjustment", "dispute"},
        {"adjustment", "nobody_knows"},
        {"charge", "charge"},
        {"refund", "refund"},
        {"payment_reversal", "charge_failure"},
        {"refund_failure", "refund_failure"},
        {"quantum_fee", "quantum"},
        {"transfer", "transfer"},
        {"", "nobody_told"}
    };

    private final Storyteller market;
    private final Chance chance;
    private int number;

    StrayTeller(Storyteller market) {
        this.market = market;
        this.chance = market.chance;
    }

    void tell() {
        for (int i = (int) chance.between(4, 25); i > 0; i--) {
            movement();
        }
        for (int i = (int) chance.between(0, 3); i > 0; i--) {
            heldBack();
        }
        for (int i = (int) chance.between(0, 4); i > 0; i--) {
            bankLine();
        }
        if (chance.oneIn(2)) {
            byHand();
        }
    }

    private void movement() {
        number++;
        String[] kind = KINDS[chance.below(KINDS.length)];
        String currency = chance.of(market.currencies);
        Instant at = market.after(market.start());
        long amount = chance.between(-9_000, 9_000);
        ObjectNode row =
                Lines.row(
                        market.nextRow(),
                        kind[0].isEmpty() ? "never_heard_of_" + number : kind[0],
                        kind[1],
                        currency,
                        amount,
                        at,
                        market.availableAfter(at));
        row.put(
                "balance_type",
                chance.oneIn(4)
                        ? chance.of(
                                "issuing",
                                "risk_reserved",
                                "refund_and_dispute_prefunding",
                                "moon_balance")
                        : "payments");
        source(kind[0], row, currency, Math.abs(amount));
        market.show("", row, null);
    }

    private void source(String type, ObjectNode row, String currency, long amount) {
        String id = "x" + number;
        switch (type) {
            case "payout", "payout_failure" ->
                    row.set("source", payout("po_" + id, currency, amount));
            case "charge" -> {
                ObjectNode charge =
                        Lines.amount(Lines.source("charge", "ch_" + id), amount, currency);
                ObjectNode metadata = charge.putObject("metadata");
                if (chance.oneIn(3)) {
                    metadata.put("order_id", chance.of("o-unknown", "not an id", "o-99"));
                }
                row.set("source", charge);
            }
            case "refund", "refund_failure" ->
                    row.set(
                            "source",
                            Lines.amount(Lines.source("refund", "re_" + id), amount, currency)
                                    .put("charge", "ch_never_seen"));
            case "adjustment" -> {
                if (row.path("reporting_category").stringValue().equals("dispute")) {
                    lostToNobody(id, row, currency, amount);
                }
            }
            case "transfer" ->
                    row.set(
                            "source",
                            Lines.amount(Lines.source("transfer", "tr_" + id), amount, currency)
                                    .put("destination", "acct_9"));
            default -> {}
        }
    }

    private static ObjectNode payout(String id, String currency, long amount) {
        return Lines.amount(Lines.source("payout", id), amount, currency)
                .put("automatic", false)
                .put("status", "paid");
    }

    /** A dispute of a charge nobody knows, sometimes lost. */
    private void lostToNobody(String id, ObjectNode row, String currency, long amount) {
        ObjectNode dispute =
                Lines.amount(Lines.source("dispute", "dp_" + id), amount, currency)
                        .put("charge", "ch_never_seen")
                        .put("status", "needs_response");
        row.set("source", dispute);
        Instant created = Instant.ofEpochSecond(row.path("created").longValue());
        ObjectNode told = dispute.deepCopy().put("created", row.path("created").longValue());
        if (chance.oneIn(2)) {
            told.putObject("_sandbox")
                    .putArray("timeline")
                    .addObject()
                    .put("at", market.after(created).toString())
                    .put("status", "lost");
        }
        market.deliver(Fact.Place.DISPUTE, "", market.dayOf(created), told);
    }

    /** Money Stripe holds back: two legs, or one whose other leg never comes. */
    private void heldBack() {
        number++;
        String currency = chance.of(market.currencies);
        long amount = chance.between(1, 5_000);
        Instant at = market.after(market.start());
        String type = chance.of("reserve_hold", "reserved_funds", "advance");
        boolean both = !chance.oneIn(3);
        for (int leg = 0; leg < (both ? 2 : 1); leg++) {
            Instant when = leg == 0 ? at : market.after(at);
            ObjectNode row =
                    Lines.row(
                            market.nextRow(),
                            type,
                            type,
                            currency,
                            leg == 0 ? -amount : amount,
                            when,
                            when);
            row.put(
                    "balance_type",
                    leg == 0 || type.equals("advance") ? "payments" : "risk_reserved");
            row.set("source", Lines.source("reserve", "rsv_" + number));
            market.show("", row, null);
        }
    }

    private void bankLine() {
        number++;
        LocalDate on = market.firstDay.plusDays(chance.below(market.days));
        String reference =
                chance.of("STRIPE po_x" + number, "STRIPE tu_7", "rent", "PAYOUT 2026-03-06", "");
        market.deliver(
                Fact.Place.BANK,
                "",
                market.sameDayOrLater(on),
                Lines.bank(
                        "l" + number,
                        on,
                        chance.oneIn(2) ? chance.between(1, 9_000) : -chance.between(1, 9_000),
                        chance.of(market.currencies),
                        reference.isEmpty() ? null : reference));
    }

    /** A correction somebody books by hand, told late. */
    private void byHand() {
        LocalDate on = market.firstDay.plusDays(chance.below(market.days));
        long amount = chance.between(1, 9_000);
        Map<String, Long> lines = new TreeMap<>();
        lines.put("expenses:losses:creator-bad-debt", amount);
        lines.put("liabilities:creator:c1:payable", -amount);
        market.deliver(
                Fact.Place.JOURNAL,
                "",
                market.sameDayOrLater(on),
                Lines.journal("fix-1", on, lines, chance.of(market.currencies)));
    }
}
