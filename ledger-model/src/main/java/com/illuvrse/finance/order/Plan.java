package com.illuvrse.finance.order;

import com.illuvrse.finance.journal.AccountingDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which steps an order has tonight and when each counts: nothing of an order counts before its
 * first sale, and nothing counts before it happened.
 */
final class Plan {

    private Plan() {}

    static List<Step> of(OrderState state, AccountingDay day) {
        List<Step> steps = sales(state, day);
        Instant firstSale = firstSale(state, steps);
        if (firstSale != null) {
            payments(state, firstSale, steps);
            losses(state, day, steps);
            releases(state, firstSale, steps);
        }
        LocalDate due = state.reserveDueOn;
        if (due != null && !due.isAfter(day.date()) && state.disputes.isEmpty()) {
            String source = "reserve:" + state.order() + ":release";
            steps.add(new Step(day.from(), Step.Rank.RESERVE, source, 0, state, null, null));
        }
        steps.removeIf(step -> !step.at().isBefore(day.to()));
        return steps;
    }

    /** A charge below zero sells nothing: it waits in clearing until a person has looked at it. */
    private static List<Step> sales(OrderState state, AccountingDay day) {
        List<Step> steps = new ArrayList<>();
        OrderPlaced placed = state.booked();
        if (placed == null) {
            return steps;
        }
        for (Payment payment : state.payments) {
            Instant at = later(payment.occurredAt(), placed.occurredAt());
            boolean isPaid =
                    payment.kind() == Payment.Kind.CHARGE && !payment.amount().isNegative();
            if (isPaid && at.isBefore(day.to())) {
                String source = "sale:" + state.order() + ":" + payment.bt();
                steps.add(Step.of(at, Step.Rank.SALE, source, state, payment));
            }
        }
        return steps;
    }

    private static @Nullable Instant firstSale(OrderState state, List<Step> sales) {
        if (state.capture != null) {
            return state.capture.firstSaleAt();
        }
        return sales.stream().sorted().map(Step::at).findFirst().orElse(null);
    }

    private static void payments(OrderState state, Instant firstSale, List<Step> steps) {
        for (Payment payment : state.payments) {
            Instant sold = later(payment.occurredAt(), firstSale);
            String bt = ":" + state.order() + ":" + payment.bt();
            String dispute = "dispute:" + payment.disputeId();
            switch (payment.kind()) {
                case CHARGE -> {}
                case CHARGE_REVERSAL ->
                        add(
                                steps,
                                sold,
                                Step.Rank.SALE_REVERSAL,
                                "sale-reversal" + bt,
                                state,
                                payment);
                case REFUND -> add(steps, sold, Step.Rank.REFUND, "refund" + bt, state, payment);
                case REFUND_FAILURE ->
                        add(
                                steps,
                                payment.occurredAt(),
                                Step.Rank.REFUND_FAILURE,
                                "refund-failure" + bt,
                                state,
                                payment);
                case DISPUTE ->
                        add(steps, sold, Step.Rank.DISPUTE, dispute + ":hold", state, payment);
                case DISPUTE_REVERSAL ->
                        add(steps, sold, Step.Rank.DISPUTE, dispute + ":won", state, payment);
                // whose money it is, the sale has to say first
                case TRANSFER ->
                        add(steps, sold, Step.Rank.TRANSFER, "destination" + bt, state, payment);
            }
        }
    }

    private static void add(
            List<Step> steps,
            Instant at,
            Step.Rank rank,
            String source,
            OrderState state,
            Payment payment) {
        steps.add(Step.of(at, rank, source, state, payment));
    }

    /** A lost dispute has no instant of its own: it counts at the end of the day it is found on. */
    private static void losses(OrderState state, AccountingDay day, List<Step> steps) {
        for (String dispute : state.losses) {
            Instant end = day.lastMillisecond();
            DisputeLost lost = new DisputeLost(state.order(), dispute, end);
            String source = "dispute:" + dispute + ":lost";
            steps.add(Step.of(end, Step.Rank.DISPUTE, source, state, lost));
        }
    }

    private static void releases(OrderState state, Instant firstSale, List<Step> steps) {
        List<OrderFulfilled> fulfilments = new ArrayList<>(state.fulfilments);
        fulfilments.sort(
                Comparator.comparing(OrderFulfilled::occurredAt)
                        .thenComparing(OrderFulfilled::portion)
                        .thenComparing(OrderFulfilled::event));
        int number = state.releases;
        for (OrderFulfilled fulfilled : fulfilments) {
            number++;
            steps.add(
                    new Step(
                            later(fulfilled.occurredAt(), firstSale),
                            Step.Rank.FULFIL,
                            "fulfil:" + state.order() + ":",
                            number,
                            state,
                            fulfilled,
                            null));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
