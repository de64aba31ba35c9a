package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.royalty.LineRoyalty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of an order from night to night: what was posted, and what still waits.
 *
 * <p>{@link Settlement} works on a copy; what a caller holds does not change. {@link #toJson()} and
 * {@link #from} carry it from one night to the next.
 */
public final class OrderState {

    private final String order;

    /** The version the first sale used; the order's proportions ever after. */
    @Nullable OrderPlaced form;

    /** The highest version known. */
    @Nullable OrderPlaced latest;

    @Nullable Instant placedAt;
    @Nullable Capture capture;
    Refunded refunded = Refunded.NOTHING;
    List<LineRoyalty> lines = new ArrayList<>();

    /** How many release entries the order has. */
    int releases;

    boolean cancelled;

    /** Accounting day of the complete fulfilment or the cancellation, whichever came first. */
    @Nullable LocalDate completedOn;

    /** When the reserves are released; null while nothing is held back or the order is open. */
    @Nullable LocalDate reserveDueOn;

    /** Charges paid again for the same order; their refunds are not the order's. */
    List<String> duplicates = new ArrayList<>();

    /** Fulfilments that are not released yet. */
    List<OrderFulfilled> fulfilments = new ArrayList<>();

    /** Rows that wait for the order or its sale. */
    List<Payment> payments = new ArrayList<>();

    /** Disputes that took money and are not decided. */
    List<OpenDispute> disputes = new ArrayList<>();

    /** Disputes known to be lost whose loss is not booked yet. */
    List<String> losses = new ArrayList<>();

    /** Whether the order's reserves were released; that happens once. */
    boolean reserveReleased;

    private OrderState(String order) {
        this.order = SourceKey.requireId(order);
    }

    /** An order nothing is known of yet. */
    public static OrderState of(String order) {
        return new OrderState(order);
    }

    public String order() {
        return order;
    }

    OrderState copy() {
        OrderState copy = new OrderState(order);
        copy.form = form;
        copy.latest = latest;
        copy.placedAt = placedAt;
        copy.capture = capture;
        copy.refunded = refunded;
        copy.lines = new ArrayList<>(lines);
        copy.releases = releases;
        copy.cancelled = cancelled;
        copy.completedOn = completedOn;
        copy.reserveDueOn = reserveDueOn;
        copy.duplicates = new ArrayList<>(duplicates);
        copy.fulfilments = new ArrayList<>(fulfilments);
        copy.payments = new ArrayList<>(payments);
        copy.disputes = new ArrayList<>(disputes);
        copy.losses = new ArrayList<>(losses);
        copy.reserveReleased = reserveReleased;
        return copy;
    }

    /** The version the order is booked by: that of its sale, else the highest known. */
    @Nullable OrderPlaced booked() {
        return form != null ? form : latest;
    }

    /** Whether the whole gross belongs to one creator, with nothing to split. */
    boolean isDestination() {
        OrderPlaced placed = booked();
        return placed != null && placed.destinationPayee() != null;
    }

    /** Whether money of this order is in the books now. */
    boolean isPaid() {
        return capture != null && capture.gross().isPositive();
    }

    /**
     * Whether the order must be settled again every night although nothing new is known of it:
     * something waits, or a break is open.
     */
    public boolean isUnsettled() {
        return !payments.isEmpty()
                || !fulfilments.isEmpty()
                || !losses.isEmpty()
                || isUnpaid()
                || missingInEscrow() > 0
                || Holds.onPayment(this) != null;
    }

    /**
     * What was released although its payment was reversed later, in minor units of the settlement
     * currency: the reversal comes out of escrow, where nothing of this order is left.
     */
    long missingInEscrow() {
        return lines.stream()
                .mapToLong(line -> Math.max(0, Math.negateExact(line.inEscrow())))
                .reduce(0, Math::addExact);
    }

    private boolean isUnpaid() {
        boolean owed = !cancelled || releases > 0;
        return !isPaid() && owed && latest != null && latest.total() > 0;
    }

    /** The version the order was sold by; null while it is not sold. */
    public @Nullable OrderPlaced sold() {
        return form;
    }

    /** Whether the marketplace has told what was ordered. */
    public boolean isPlaced() {
        return latest != null;
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Whether nothing more is expected of the order: it is delivered or cancelled, nothing of it
     * waits, is disputed, lies in escrow or is held back.
     */
    public boolean isAtRest() {
        return completedOn != null
                && !isUnsettled()
                && disputes.isEmpty()
                && lines.stream().allMatch(line -> line.inEscrow() == 0 && line.reserve() == 0);
    }

    /** The day on which what is held back becomes payable; null when nothing is. */
    public @Nullable LocalDate reserveDueOn() {
        return reserveDueOn;
    }

    /** The contracts of the order's lines, each once. */
    public List<String> contracts() {
        if (!lines.isEmpty()) {
            return lines.stream().map(LineRoyalty::contract).distinct().toList();
        }
        return latest == null
                ? List.of()
                : latest.lines().stream().map(OrderLine::contract).distinct().toList();
    }

    /** The settled lines, with what their parties hold. */
    public List<LineRoyalty> lines() {
        return Collections.unmodifiableList(lines);
    }

    public Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("order", order)
                        .put("releases", releases)
                        .put("cancelled", new Json.Bool(cancelled))
                        .put("completedOn", completedOn == null ? null : completedOn.toString())
                        .put("reserveDueOn", reserveDueOn == null ? null : reserveDueOn.toString())
                        .put("placedAt", placedAt == null ? null : OrderEvent.text(placedAt))
                        .put("refunded", refunded.toJson())
                        .put("lines", Json.array(lines.stream().map(LineRoyalty::toJson).toList()))
                        .put("duplicates", Json.texts(duplicates))
                        .put("losses", Json.texts(losses))
                        .put("reserveReleased", new Json.Bool(reserveReleased))
                        .put(
                                "disputes",
                                Json.array(disputes.stream().map(OpenDispute::toJson).toList()))
                        .put(
                                "fulfilments",
                                Json.array(
                                        fulfilments.stream().map(OrderFulfilled::toJson).toList()))
                        .put(
                                "payments",
                                Json.array(payments.stream().map(Payment::toJson).toList()));
        if (form != null) {
            json.put("form", form.toJson());
        }
        if (latest != null && !latest.equals(form)) {
            json.put("latest", latest.toJson());
        }
        if (capture != null) {
            json.put("capture", capture.toJson());
        }
        return json.build();
    }

    public static OrderState from(Json.Obj json) {
        OrderState state = new OrderState(json.text("order"));
        Json.Obj form = json.optionalObject("form");
        Json.Obj latest = json.optionalObject("latest");
        Json.Obj capture = json.optionalObject("capture");
        Json.Obj refunded = json.optionalObject("refunded");
        String completedOn = json.optionalText("completedOn");
        String reserveDueOn = json.optionalText("reserveDueOn");
        String placedAt = json.optionalText("placedAt");
        state.form = form == null ? null : OrderPlaced.from(form);
        state.latest = latest == null ? state.form : OrderPlaced.from(latest);
        state.capture = capture == null ? null : Capture.from(capture);
        state.refunded = refunded == null ? Refunded.NOTHING : Refunded.from(refunded);
        state.completedOn = completedOn == null ? null : LocalDate.parse(completedOn);
        state.reserveDueOn = reserveDueOn == null ? null : LocalDate.parse(reserveDueOn);
        state.placedAt = placedAt == null ? null : Instant.parse(placedAt);
        state.releases = Math.toIntExact(json.number("releases"));
        state.cancelled = json.flag("cancelled");
        json.objects("lines").forEach(line -> state.lines.add(LineRoyalty.from(line)));
        state.duplicates.addAll(json.texts("duplicates"));
        state.losses.addAll(json.texts("losses"));
        state.reserveReleased = json.flag("reserveReleased");
        json.objects("disputes").forEach(row -> state.disputes.add(OpenDispute.from(row)));
        json.objects("fulfilments")
                .forEach(event -> state.fulfilments.add(OrderFulfilled.from(event)));
        json.objects("payments").forEach(row -> state.payments.add(Payment.from(row, state.order)));
        return state;
    }
}
