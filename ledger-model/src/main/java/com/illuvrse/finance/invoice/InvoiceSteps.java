package com.illuvrse.finance.invoice;

import com.illuvrse.finance.journal.SourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps one invoice took on one day.
 *
 * @param before its status before them; null when it begins
 */
public record InvoiceSteps(
        String order, int turn, @Nullable InvoiceStatus before, List<Step> steps) {

    /**
     * One step.
     *
     * @param source the entry that made it; null when there is none: a draft, a cancellation, a
     *     close
     */
    public record Step(InvoiceStatus status, @Nullable SourceKey source) {}

    /**
     * @throws ImpossibleTransitionException when a step cannot follow the one before it
     */
    public InvoiceSteps {
        steps = List.copyOf(steps);
        InvoiceStatus status = before;
        for (Step step : steps) {
            if (status == null && step.status() != InvoiceStatus.DRAFTED) {
                throw new IllegalStateException(
                        "the invoice of order %s begins DRAFTED, found %s"
                                .formatted(order, step.status()));
            }
            status = status == null ? step.status() : status.become(step.status(), order);
        }
    }
}
