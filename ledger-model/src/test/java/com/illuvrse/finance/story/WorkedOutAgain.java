package com.illuvrse.finance.story;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.recalculation.BookedEntry;
import com.illuvrse.finance.recalculation.Mismatch;
import com.illuvrse.finance.recalculation.Recalculation;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.royalty.Contract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The law that a second opinion, which shares no code with the rules, works out the same figures
 * from what a segment would keep.
 */
final class WorkedOutAgain {

    private WorkedOutAgain() {}

    /** Works out all nights again and tells how many entries that were. */
    static long of(Story story, Books books) {
        return of(story, books, UnaryOperator.identity());
    }

    /** Works out all nights again, of entries that were changed. */
    static long of(Story story, Books books, UnaryOperator<JournalEntry> change) {
        Recalculation recalculation = new Recalculation(1);
        for (Books.Night night : books.nights()) {
            try {
                night(story, night, change, recalculation);
            } catch (Mismatch e) {
                throw Laws.broken(
                        "worked out again",
                        "%s %s: %s".formatted(night.day(), e.kind(), e.getMessage()));
            }
        }
        return recalculation.again();
    }

    private static void night(
            Story story,
            Books.Night night,
            UnaryOperator<JournalEntry> change,
            Recalculation recalculation)
            throws Mismatch {
        recalculation.begin(night.day(), story.zone());
        for (Contract contract : night.contracts()) {
            recalculation.contract(contract.toJson());
        }
        List<OrderEvent> events = new ArrayList<>(night.events());
        events.sort(
                Comparator.comparing(OrderEvent::order)
                        .thenComparing(OrderEvent::occurredAt)
                        .thenComparing(OrderEvent::event));
        for (OrderEvent event : events) {
            recalculation.event(event.toJson());
        }
        for (BalanceTransaction row : night.rows()) {
            recalculation.row(json(row));
        }
        List<JournalEntry> entries = new ArrayList<>(night.entries());
        entries.sort(
                Comparator.comparing(JournalEntry::occurredAt)
                        .thenComparing(entry -> entry.id().toString()));
        for (JournalEntry entry : entries) {
            recalculation.entry(booked(change.apply(entry)));
        }
        recalculation.endEntries();
        Set<String> open =
                night.breaks().stream()
                        .filter(Break::isOpen)
                        .map(Break::ref)
                        .collect(Collectors.toSet());
        recalculation.end(open::contains);
    }

    /** A nullable nested type is not seen as one through a class file. */
    @SuppressWarnings("NullAway")
    private static BookedEntry booked(JournalEntry entry) {
        List<BookedEntry.Line> lines = new ArrayList<>();
        for (Posting posting : entry.postings()) {
            lines.add(
                    new BookedEntry.Line(
                            posting.side() == Side.D,
                            posting.account().path(),
                            posting.amount().currency().code(),
                            posting.amount().minor()));
        }
        return new BookedEntry(
                0,
                entry.source().text(),
                entry.occurredAt().toEpochMilli(),
                entry.ref().get("order"),
                entry.ref().get("stripe"),
                lines,
                entry.trace());
    }

    private static Json.Obj json(BalanceTransaction row) {
        Json.Builder json =
                Json.object()
                        .put("id", row.id())
                        .put("type", row.type())
                        .put("reporting_category", row.reportingCategory())
                        .put("currency", row.currency().code())
                        .put("created", row.created().getEpochSecond())
                        .putMinor("amount", row.amount())
                        .put("order", row.links().order())
                        .put("source", row.links().source());
        if (row.presentment() != null) {
            json.putMinor("presentment_amount", row.presentment().minor())
                    .put("presentment_currency", row.presentment().currency().code());
        }
        return json.build();
    }
}
