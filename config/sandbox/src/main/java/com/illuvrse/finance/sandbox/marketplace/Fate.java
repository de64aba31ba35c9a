package com.illuvrse.finance.sandbox.marketplace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an order: paid, delivered, perhaps cancelled, given back or disputed. It is drawn
 * when the order is placed, whether or not the month lasts that long.
 *
 * @param paidAt when the card was charged
 * @param daysLate how many days later than usual Stripe lists the charge, 0 to 2
 * @param toBank true when the charge is one of those an automatic payout takes to the bank
 * @param fulfilments deliveries in the order of time; empty for an order that is never delivered
 * @param cancelledAt when the order was cancelled; null for most
 * @param refund money given back; null for most
 * @param dispute the buyer's bank took the money back; null for most
 */
record Fate(
        Instant paidAt,
        int daysLate,
        boolean toBank,
        List<Fulfilment> fulfilments,
        @Nullable Instant cancelledAt,
        @Nullable Refund refund,
        @Nullable Dispute dispute) {

    /**
     * A delivery: the part of the order that is delivered with it, {@code part} of {@code parts}.
     */
    record Fulfilment(Instant at, int part, int parts) {}

    /**
     * A refund of so many percent of the order; {@code rateShift} is the change of the exchange
     * rate in per mille.
     */
    record Refund(Instant at, int percent, int rateShift) {}

    /** A dispute over the whole order and how it ends. */
    record Dispute(Instant openedAt, Instant decidedAt, boolean won, String reason) {}

    private static final List<String> REASONS =
            List.of("fraudulent", "product_not_received", "product_unacceptable", "unrecognized");

    Fate {
        fulfilments = List.copyOf(fulfilments);
    }

    /** The ordinary course: paid at once, delivered within hours, nothing else. */
    static Fate ordinary(Order order) {
        Instant paid = order.placedAt().plusSeconds(20);
        return new Fate(
                paid,
                0,
                false,
                List.of(new Fulfilment(paid.plus(Duration.ofMinutes(30)), 1, 1)),
                null,
                null,
                null);
    }

    Fate late(int days) {
        return new Fate(paidAt, days, false, fulfilments, cancelledAt, refund, dispute);
    }

    /**
     * Draws what becomes of an order; about one dispute in three days and one more for each 5,000
     * orders a day.
     */
    static Fate of(Order order, Dice dice, int ordersPerDay) {
        Instant paid = order.placedAt().plusSeconds(dice.between(5, 95));
        int daysLate = dice.happens(100) ? dice.between(1, 2) : 0;
        boolean toBank = dice.happens(10_000) && daysLate == 0;
        boolean cancelled = dice.happens(400);
        List<Fulfilment> fulfilments = cancelled ? List.of() : fulfilments(paid, dice);
        @Nullable Instant cancelledAt = cancelled ? after(paid, dice, 1, 48) : null;
        @Nullable Refund refund = null;
        if (cancelledAt != null) {
            refund =
                    new Refund(
                            cancelledAt.plusSeconds(dice.between(60, 3600)),
                            100,
                            dice.between(-10, 10));
        } else if (dice.happens(3_000) && daysLate == 0) {
            int percent = List.of(100, 50, 33, 25).get(dice.weighted(60, 20, 10, 10));
            refund = new Refund(after(paid, dice, 8, 240), percent, dice.between(-10, 10));
        }
        @Nullable Dispute dispute = null;
        int disputes = 20 + 33_000 / ordersPerDay;
        if (refund == null && !order.market().converted() && dice.happens(disputes)) {
            Instant opened = after(paid, dice, 30, 200);
            dispute =
                    new Dispute(
                            opened,
                            after(opened, dice, 120, 300),
                            dice.happens(40_000),
                            dice.pick(REASONS));
        }
        return new Fate(paid, daysLate, toBank, fulfilments, cancelledAt, refund, dispute);
    }

    private static List<Fulfilment> fulfilments(Instant paid, Dice dice) {
        return switch (dice.weighted(880, 70, 45, 5)) {
            case 0 -> List.of(new Fulfilment(paid.plusSeconds(dice.between(60, 4 * 3600)), 1, 1));
            case 1 -> List.of(new Fulfilment(after(paid, dice, 24, 120), 1, 1));
            case 2 -> portions(paid, 2 + dice.weighted(80, 20), dice);
            default -> List.of();
        };
    }

    private static List<Fulfilment> portions(Instant paid, int parts, Dice dice) {
        List<Fulfilment> portions = new ArrayList<>();
        Instant at = paid;
        for (int part = 1; part <= parts; part++) {
            at = after(at, dice, part == 1 ? 1 : 24, 72);
            portions.add(new Fulfilment(at, part, parts));
        }
        return portions;
    }

    private static Instant after(Instant start, Dice dice, int fromHours, int toHours) {
        return start.plusSeconds(dice.between(fromHours * 3600, toHours * 3600));
    }
}
