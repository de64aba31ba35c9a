package com.illuvrse.finance.invoice;

import com.illuvrse.finance.invoice.Invoice.Issued;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.order.Milestone;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.order.OrderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One day's work on the invoices of one order: a draft when it is placed, an invoice when it is
 * sold, a credit note for everything that goes back.
 *
 * <ul>
 *   <li>An invoice is over what the charge took from the buyer, in the buyer's currency, less what
 *       was reversed on the day of the sale. If nothing is left of it that day, none is issued.
 *   <li>What goes back later is a credit note: a reversal, a refund, a lost dispute. One that takes
 *       the rest ends the invoice: voided when the payment was reversed as a whole, else refunded.
 *   <li>An order that is paid again after that gets another invoice, its next turn. A second
 *       payment beside the first is not the order's and has none.
 *   <li>A draft of a cancelled order is voided; it has no document.
 *   <li>An order that was sold before invoices were kept has none.
 * </ul>
 *
 * <p>The form of an order is the version its first sale used. Later versions do not change an
 * invoice.
 */
public final class OrderInvoices {

    private final OrderState order;
    private final Buyer buyer;
    private final List<InvoiceSteps> earlier = new ArrayList<>();
    private final List<InvoiceSteps.Step> steps = new ArrayList<>();
    private final List<InvoiceDocument> documents = new ArrayList<>();
    private int turn;
    private @Nullable InvoiceStatus before;
    private @Nullable InvoiceStatus status;
    private @Nullable Issued issued;
    private boolean soldToday;

    private OrderInvoices(OrderState order, @Nullable Invoice yesterday, Buyer buyer) {
        this.order = order;
        this.buyer = buyer;
        this.turn = yesterday == null ? 1 : yesterday.turn();
        this.before = yesterday == null ? null : yesterday.status();
        this.status = before;
        this.issued = yesterday == null ? null : yesterday.issued();
    }

    /**
     * What a day does to the invoices of an order.
     *
     * @param order how the order stands at the end of the day
     * @param milestones the order's of the day, in calculation order
     * @param yesterday its newest invoice; null when it has none
     * @param buyer of the version the order is sold by; asked for only when it is sold today
     */
    public static Invoiced of(
            OrderState order,
            List<Milestone> milestones,
            @Nullable Invoice yesterday,
            Buyer buyer) {
        boolean sold = milestones.stream().anyMatch(each -> each.kind() == Milestone.Kind.SOLD);
        if (yesterday == null && (!order.isPlaced() || (order.sold() != null && !sold))) {
            return new Invoiced(List.of(), List.of());
        }
        OrderInvoices invoices = new OrderInvoices(order, yesterday, buyer);
        invoices.follow(milestones);
        invoices.endDay();
        return invoices.result();
    }

    private void follow(List<Milestone> milestones) {
        if (status == null) {
            step(InvoiceStatus.DRAFTED, null);
        }
        for (int i = 0; i < milestones.size(); i++) {
            Milestone milestone = milestones.get(i);
            switch (milestone.kind()) {
                case SOLD -> sell(milestone, left(milestones.subList(i, milestones.size())));
                case REVERSED -> {
                    if (!soldToday) {
                        credit(milestone, InvoiceDocument.Cause.REVERSAL);
                    }
                }
                case REFUNDED -> credit(milestone, InvoiceDocument.Cause.REFUND);
                case DISPUTE_LOST -> credit(milestone, InvoiceDocument.Cause.DISPUTE);
                case DELIVERED -> {
                    if (status == InvoiceStatus.PAID) {
                        step(InvoiceStatus.FULFILLED, milestone.source());
                    }
                }
            }
        }
    }

    /** What is left at the cut of the sale that comes first: later reversals belong to it. */
    private static long left(List<Milestone> fromSale) {
        long left = fromSale.getFirst().amount().minor();
        for (Milestone each : fromSale.subList(1, fromSale.size())) {
            if (each.kind() == Milestone.Kind.SOLD) {
                break;
            }
            if (each.kind() == Milestone.Kind.REVERSED) {
                left = Math.subtractExact(left, each.amount().minor());
            }
        }
        return Math.max(0, left);
    }

    private void sell(Milestone sale, long total) {
        soldToday = true;
        if (total == 0) {
            return;
        }
        if (status != null && status.isOver()) {
            nextTurn();
        }
        OrderPlaced form = form();
        Currency currency = sale.amount().currency();
        String series = InvoiceNumber.series(form, buyer);
        step(InvoiceStatus.ISSUED, sale.source());
        step(InvoiceStatus.PAID, sale.source());
        issued = new Issued(series, buyer, currency, total, 0, 0, 0);
        documents.add(
                new InvoiceDocument(
                        InvoiceDocument.Cause.SALE,
                        source(sale),
                        order.order(),
                        turn,
                        0,
                        series,
                        buyer,
                        form.destinationPayee(),
                        currency,
                        InvoiceAmounts.charged(form, total)));
    }

    private void nextTurn() {
        finishTurn();
        turn++;
        before = null;
        status = null;
        issued = null;
        step(InvoiceStatus.DRAFTED, null);
    }

    /** Takes back what the invoice still has, at most; without an invoice there is nothing. */
    private void credit(Milestone back, InvoiceDocument.Cause cause) {
        Issued now = issued;
        if (now == null || status == null || status.isOver()) {
            return;
        }
        long amount = Math.min(back.amount().minor(), now.rest());
        if (amount == 0) {
            return;
        }
        boolean isReversal = cause == InvoiceDocument.Cause.REVERSAL;
        Issued after =
                new Issued(
                        now.series(),
                        now.buyer(),
                        now.currency(),
                        now.total(),
                        Math.addExact(now.reversed(), isReversal ? amount : 0),
                        Math.addExact(now.refunded(), isReversal ? 0 : amount),
                        now.notes() + 1);
        documents.add(note(now, after, back, cause));
        issued = after;
        if (after.rest() == 0) {
            boolean failed = after.reversed() == after.total();
            step(failed ? InvoiceStatus.VOIDED : InvoiceStatus.REFUNDED, back.source());
        }
    }

    private InvoiceDocument note(
            Issued now, Issued after, Milestone back, InvoiceDocument.Cause cause) {
        OrderPlaced form = form();
        List<InvoiceLine> lines =
                InvoiceAmounts.sum(
                        InvoiceAmounts.credited(form, now.total(), now.reversed(), now.refunded()),
                        InvoiceAmounts.negated(
                                InvoiceAmounts.credited(
                                        form, after.total(), after.reversed(), after.refunded())));
        return new InvoiceDocument(
                cause,
                source(back),
                order.order(),
                turn,
                after.notes(),
                InvoiceNumber.creditSeries(now.series()),
                now.buyer(),
                form.destinationPayee(),
                now.currency(),
                lines);
    }

    private void endDay() {
        if (status == InvoiceStatus.DRAFTED && order.isCancelled()) {
            step(InvoiceStatus.VOIDED, null);
        }
        boolean isPaid = status == InvoiceStatus.PAID || status == InvoiceStatus.FULFILLED;
        if (isPaid && order.isAtRest()) {
            step(InvoiceStatus.CLOSED, null);
        }
    }

    private Invoiced result() {
        finishTurn();
        return new Invoiced(earlier, documents);
    }

    private void finishTurn() {
        if (!steps.isEmpty()) {
            earlier.add(new InvoiceSteps(order.order(), turn, before, steps));
            steps.clear();
        }
    }

    private void step(InvoiceStatus next, @Nullable SourceKey source) {
        status = status == null ? next : status.become(next, order.order());
        steps.add(new InvoiceSteps.Step(next, source));
    }

    private OrderPlaced form() {
        return Objects.requireNonNull(
                order.sold(), () -> "order " + order.order() + " has a document and no sale");
    }

    private static SourceKey source(Milestone milestone) {
        return Objects.requireNonNull(
                milestone.source(), () -> milestone.kind() + " of " + milestone.order());
    }
}
