package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.LocalDate;

/** What a contract promises at least, worked out again at the end of its period. */
final class Guarantees {

    private Guarantees() {}

    static void require(Step step, Contracts contracts, LocalDate date) throws Mismatch {
        BookedEntry entry = step.entry();
        entry.trace("guarantee");
        Terms terms = contracts.on(entry.name(), step.part(1), date);
        Terms.Minimum minimum = terms.guarantee();
        Period period = minimum == null ? null : Period.containing(date, minimum.period());
        if (minimum == null || period == null || !period.lastDay().equals(date)) {
            throw Mismatch.of(
                    entry.name(),
                    period == null ? "no guarantee" : "a guarantee on " + period.lastDay(),
                    "one on " + date);
        }
        long earned =
                contracts.earnedSince(
                        period.firstMonth(), terms.contract(), minimum.payee(), minimum.currency());
        long missing = Math.subtractExact(minimum.amount(), earned);
        Workings.require(
                entry,
                Json.object()
                        .put("kind", "guarantee")
                        .put("contract", terms.contract())
                        .put("version", terms.version())
                        .put("payee", minimum.payee())
                        .put("currency", minimum.currency())
                        .put("period", period.name())
                        .putMinor("earned", earned)
                        .putMinor("minimum", minimum.amount())
                        .build());
        if (missing <= 0 || !step.part(2).equals(period.name())) {
            throw Mismatch.of(entry.name(), "no guarantee, for enough was earned", "one");
        }
        BookedLines booked = new BookedLines(minimum.currency());
        booked.debit("expenses:royalty-guarantee", missing);
        booked.credit(Accounts.payable(minimum.payee()), missing);
        booked.requireOf(entry);
    }
}
