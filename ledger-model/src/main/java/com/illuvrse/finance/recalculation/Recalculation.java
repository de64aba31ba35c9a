package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Works out every sale, release, refund, reserve and guarantee of a ledger again, from its sealed
 * order events, contracts and rows of Stripe alone, and compares working and lines of each entry
 * (segment format, section 8).
 *
 * <p>Days come in order. Of a day first {@link #begin}, its contracts and its order events, then
 * rows of Stripe and entries by instant, each row before the instant of its entry is over, and
 * {@link #end} last. What is found wrong first is thrown; nothing can be asked afterwards.
 *
 * <p>Not worked out again: an order from the first row of a dispute on, whose workings only move
 * the counters of its contracts; refunds of destination charges.
 *
 * <p>Memory grows with the orders of the ledger, because a refund may come years later: some 250
 * bytes for each, packed (see {@link PackedOrder}). The names of orders with a fulfilment or a due
 * reserve of the day, and the entries of one instant, are in memory at once. Not for several
 * threads.
 */
public final class Recalculation {

    private static final int MOST_OPEN = 4096;

    private final Orders orders;
    private final Contracts contracts = new Contracts();
    private final List<Step> instant = new ArrayList<>();

    /** Orders with fulfilments that no entry has released so far. */
    private final Set<String> waiting = new LinkedHashSet<>();

    /** Orders by the day their reserves are due, or the next day when that was over. */
    private final TreeMap<LocalDate, Set<String>> reserves = new TreeMap<>();

    private LocalDate date = LocalDate.EPOCH;
    private ZoneId zone = ZoneId.of("UTC");
    private long inDispute;

    /** Workings of today of orders that were in dispute yesterday. */
    private long disputedBefore;

    private long again;

    public Recalculation() {
        this(MOST_OPEN);
    }

    /**
     * @param mostOpen how many orders may be unpacked at once
     */
    public Recalculation(int mostOpen) {
        this.orders = new Orders(mostOpen);
    }

    /** Begins a day. */
    public void begin(LocalDate day, ZoneId ledgerZone) {
        date = day;
        zone = ledgerZone;
        contracts.begin(day);
        disputedBefore = 0;
        instant.clear();
    }

    /** Takes a row of {@code contracts.jsonl}. */
    public void contract(Json.Obj row) throws Mismatch {
        try {
            contracts.add(row);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Mismatch.of(
                    "contract " + row.text("contract") + " version " + row.number("version"),
                    "terms that can be followed",
                    reason(e));
        }
    }

    /** Takes a row of {@code orders.jsonl}. */
    public void event(Json.Obj row) throws Mismatch {
        try {
            OrderBook book = orders.event(row, zone);
            if (!book.fulfilments.isEmpty()) {
                waiting.add(book.order);
            }
            schedule(book);
            orders.rest();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Mismatch.of(
                    "order " + row.text("order") + " event " + row.text("event"),
                    "an order that can be followed",
                    reason(e));
        }
    }

    /** Takes a row of {@code balance_transactions.jsonl}. */
    public void row(Json.Obj row) {
        orders.row(row);
        orders.rest();
    }

    /** Takes an entry; those that move nothing here may be left out. */
    public void entry(BookedEntry entry) throws Mismatch {
        if (!instant.isEmpty() && instant.getFirst().entry().at() != entry.at()) {
            endInstant();
        }
        instant.add(Step.of(entry));
    }

    /** Tells that the day has no more entries. */
    public void endEntries() throws Mismatch {
        endInstant();
    }

    private void endInstant() throws Mismatch {
        instant.sort(null);
        for (Step step : instant) {
            try {
                perform(step);
            } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
                throw Mismatch.of(step.entry().name(), "figures the evidence can give", reason(e));
            }
        }
        instant.clear();
    }

    private static String reason(RuntimeException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    private void perform(Step step) throws Mismatch {
        BookedEntry entry = step.entry();
        switch (step.rank()) {
            case SALE, SALE_REVERSAL, FULFIL, REFUND, RESERVE -> ofOrder(step, known(step));
            case GUARANTEE -> guarantee(step);
            case DISPUTE -> dispute(step);
            case OTHER -> advances(entry);
        }
    }

    private void ofOrder(Step step, OrderBook book) throws Mismatch {
        switch (step.rank()) {
            case FULFIL -> fulfil(step, book);
            case REFUND -> refund(step, book);
            case RESERVE -> reserve(step, book);
            default -> sale(step, book);
        }
        schedule(book);
        orders.rest();
    }

    private OrderBook known(Step step) throws Mismatch {
        OrderBook book = orders.find(step.part(1));
        if (book == null || (book.latest == null && book.form == null)) {
            throw new Mismatch(
                    Mismatch.Kind.COMPLETENESS,
                    step.entry().name(),
                    "an order of orders.jsonl",
                    "none of that name so far");
        }
        if (step.entry().trace() != null) {
            count(book);
        }
        return book;
    }

    private void count(OrderBook book) {
        long today = date.toEpochDay();
        book.tracesToday = book.tracesOn == today ? book.tracesToday + 1 : 1;
        book.tracesOn = today;
        disputedBefore += book.disputedFrom == OrderBook.LONG_AGO ? 1 : 0;
    }

    // ---- sales

    private void sale(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        boolean reversal = step.rank() == Step.Rank.SALE_REVERSAL;
        Payment row =
                orders.take(
                        entry,
                        book,
                        step.part(2),
                        reversal ? Payment.Use.REVERSAL : Payment.Use.SALE);
        forgetReleased(book, entry.at());
        if (reversal) {
            reverse(entry, book, row);
        } else {
            sell(entry, book, row);
        }
        BookedLines booked = new BookedLines(row.currency());
        settle(book, row.amount(), booked);
        booked.requireOf(entry);
        again++;
    }

    private static void sell(BookedEntry entry, OrderBook book, Payment row) throws Mismatch {
        Placed form = book.form == null ? Objects.requireNonNull(book.latest) : book.form;
        boolean first = book.firstSale == OrderBook.NEVER;
        if (row.amount() <= 0
                || book.gross > 0
                || (!first && !book.currency.equals(row.currency()))) {
            throw Mismatch.of(entry.name(), "no sale, for the order is paid", "one");
        }
        requireAt(entry, Math.max(row.at(), form.at()));
        book.form = form;
        book.firstSale = first ? entry.at() : book.firstSale;
        book.currency = row.currency();
        String seen = row.presentedCurrency();
        book.presentedCurrency = seen == null ? row.currency() : seen;
        book.presented = seen == null ? row.amount() : row.presented();
    }

    private static void reverse(BookedEntry entry, OrderBook book, Payment row) throws Mismatch {
        if (book.firstSale == OrderBook.NEVER
                || !book.currency.equals(row.currency())
                || Math.addExact(book.gross, row.amount()) < 0) {
            throw Mismatch.of(entry.name(), "no reversal, for it is more than was sold", "one");
        }
        requireAt(entry, Math.max(row.at(), book.firstSale));
        boolean seen = book.presentedCurrency.equals(row.presentedCurrency());
        long back = book.isExchanged() ? 0 : Math.absExact(row.amount());
        book.presented = Math.max(0, book.presented - (seen ? row.presented() : back));
    }

    /** Moves the settled gross and takes the difference apart. */
    private static void settle(OrderBook book, long amount, BookedLines booked) {
        Placed form = book.form();
        long before = book.gross;
        book.gross = Math.addExact(before, amount);
        booked.debit("assets:clearing:charge", amount);
        if (form.payee() != null) {
            booked.credit(Accounts.payable(form.payee()), amount);
            return;
        }
        Placed.Parts old = form.of(before);
        Placed.Parts now = form.of(book.gross);
        now.taxes()
                .forEach(
                        (jurisdiction, tax) ->
                                booked.credit(
                                        Accounts.tax(jurisdiction),
                                        Math.subtractExact(tax, old.tax(jurisdiction))));
        booked.credit("liabilities:escrow", Math.subtractExact(now.net(), old.net()));
        share(book, form, now.net());
    }

    private static void share(OrderBook book, Placed form, long net) {
        boolean isAll0 = form.items().stream().allMatch(item -> item.net() == 0);
        List<Ratio> weights = new ArrayList<>();
        for (Placed.Item item : form.items()) {
            weights.add(isAll0 ? Ratio.ONE : Ratio.whole(item.net()));
        }
        if (book.lines.isEmpty()) {
            book.lines =
                    form.items().stream()
                            .map(item -> new SoldLine(item.line(), item.contract()))
                            .toList();
        }
        long[] nets = LargestRemainder.over(net, weights);
        for (int i = 0; i < nets.length; i++) {
            book.lines.get(i).net = nets[i];
        }
    }

    // ---- releases

    private void fulfil(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        Json.Obj trace = trace(entry, "fulfil");
        String event = trace.text("event");
        OrderBook.Fulfilment fulfilment = book.fulfilments.remove(event);
        if (fulfilment == null || book.form == null) {
            throw new Mismatch(
                    Mismatch.Kind.COMPLETENESS,
                    entry.name() + " trace.event",
                    "an accepted fulfilment of a sold order, not released before",
                    event);
        }
        requireAt(entry, Math.max(fulfilment.at(), book.firstSale));
        if (step.number() != book.releases + 1L) {
            throw Mismatch.of(entry.name(), "release " + (book.releases + 1), step.number());
        }
        if (entry.at() >= book.disputedFrom) {
            follow(entry, book, trace, "released");
        } else {
            release(entry, book, event, fulfilment, trace);
        }
        book.releases++;
        earn(book, trace, "share", 1);
        if (fulfilment.portion().equals(Ratio.ONE) && book.completedOn == null) {
            book.completedOn = day(entry.at());
        }
    }

    private void release(
            BookedEntry entry,
            OrderBook book,
            String event,
            OrderBook.Fulfilment fulfilment,
            Json.Obj trace)
            throws Mismatch {
        BookedLines booked = new BookedLines(book.currency);
        List<Json> parts = new ArrayList<>();
        for (SoldLine line : book.lines) {
            long base = line.releasable(fulfilment.portion());
            if (base > 0) {
                Terms terms = contracts.on(entry.name(), line.contract, day(book.form().at()));
                long position = position(trace, parts.size(), line.contract, book.currency);
                parts.add(
                        new ReleaseAgain(line, terms, book.currency, contracts, booked)
                                .release(base, position));
                contracts.standing(line.contract, book.currency).counter =
                        Math.addExact(position, base);
            }
        }
        if (parts.isEmpty() || book.isDestination()) {
            throw Mismatch.of(entry.name(), "no entry, for nothing is released", "one");
        }
        Workings.require(
                entry,
                Json.object()
                        .put("kind", "fulfil")
                        .put("event", event)
                        .put("portion", fulfilment.text())
                        .put("parts", Json.array(parts))
                        .build());
        booked.requireOf(entry);
        again++;
    }

    /** Where a contract's counter stands, of what it can be after a lost dispute as is written. */
    private long position(Json.Obj trace, int part, String contract, String currency) {
        Standing standing = contracts.standing(contract, currency);
        List<Json.Obj> parts = trace.objects("parts");
        List<String> tier = part < parts.size() ? parts.get(part).texts("tier") : List.of();
        if (standing.slack > 0 && !tier.isEmpty()) {
            standing.isAt(Long.parseLong(tier.getFirst()));
        }
        return standing.counter;
    }

    // ---- refunds

    private void refund(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        Payment row = orders.take(entry, book, step.part(2), Payment.Use.REFUND);
        if (book.firstSale == OrderBook.NEVER) {
            throw Mismatch.of(entry.name(), "no refund of an order that is not sold", "one");
        }
        requireAt(entry, Math.max(row.at(), book.firstSale));
        if (book.isDestination()) {
            return;
        }
        Json.Obj trace = trace(entry, "refund");
        if (entry.at() >= book.disputedFrom) {
            follow(entry, book, trace, "released");
        } else {
            BookedLines booked = new BookedLines(book.currency);
            Json.Obj expected =
                    new RefundAgain(
                                    book,
                                    contracts,
                                    booked,
                                    (contract, found) -> position(contract, book, found))
                            .refund(row, trace);
            if (expected == null || !book.currency.equals(row.currency())) {
                throw Mismatch.of(entry.name(), "no entry, for nothing of the row fits", "one");
            }
            Workings.require(entry, expected);
            booked.requireOf(entry);
            again++;
        }
        earn(book, trace, "reversed", -1);
    }

    private long position(String contract, OrderBook book, @Nullable String found) {
        Standing standing = contracts.standing(contract, book.currency);
        if (standing.slack > 0 && found != null) {
            standing.isAt(Long.parseLong(found));
        }
        return standing.counter;
    }

    // ---- disputes

    /** Moves only what other orders depend on: counters, by the working; advances, by the lines. */
    private void follow(BookedEntry entry, OrderBook book, Json.Obj trace, String member)
            throws Mismatch {
        boolean refund = trace.text("kind").equals("refund");
        for (Json.Obj part : trace.objects("parts")) {
            SoldLine line = line(entry, book, part.text("line"));
            List<String> pair = part.texts(member);
            long step = step(pair);
            if (refund) {
                line.refundedReleased = Long.parseLong(pair.getLast());
                line.refundedEscrow = Long.parseLong(part.texts("escrow").getLast());
            } else {
                line.released = Long.parseLong(pair.getLast());
            }
            List<String> tier = part.texts("tier");
            if (tier.isEmpty()) {
                continue;
            }
            Standing standing = contracts.standing(line.contract, book.currency);
            long before = standing.counter;
            if (!standing.isAt(Long.parseLong(tier.getFirst()))) {
                throw Mismatch.of(entry.name() + " trace tier", before, tier.getFirst());
            }
            standing.counter = Math.addExact(standing.counter, refund ? -step : step);
            if (standing.counter != Long.parseLong(tier.getLast())) {
                throw Mismatch.of(entry.name() + " trace tier", standing.counter, tier.getLast());
            }
        }
        advances(entry);
    }

    private static SoldLine line(BookedEntry entry, OrderBook book, String name) throws Mismatch {
        for (SoldLine line : book.lines) {
            if (line.line.equals(name)) {
                return line;
            }
        }
        throw Mismatch.of(entry.name() + " trace line", "a line of the order", name);
    }

    private static long step(List<String> pair) {
        return Math.subtractExact(Long.parseLong(pair.getLast()), Long.parseLong(pair.getFirst()));
    }

    /** A lost dispute takes released money back without a working; its lines tell how much. */
    private void dispute(Step step) throws Mismatch {
        BookedEntry entry = step.entry();
        advances(entry);
        OrderBook book = orders.find(entry.order());
        if (book == null) {
            return;
        }
        orders.disputed(book, entry.at());
        if (!step.part(2).equals("lost") || book.lines.isEmpty()) {
            return;
        }
        long back = 0;
        for (BookedEntry.Line line : entry.lines()) {
            if (isOfParty(line.account())) {
                back = Math.addExact(back, line.signed());
            }
        }
        List<String> names = book.lines.stream().map(line -> line.contract).distinct().toList();
        for (String name : names) {
            Standing standing = contracts.standing(name, book.currency);
            if (names.size() == 1) {
                standing.counter = Math.subtractExact(standing.counter, back);
            } else {
                long cents = book.lines.size();
                standing.slack =
                        Math.addExact(standing.slack, Math.addExact(Math.absExact(back), cents));
            }
        }
    }

    /** Whether an account holds what was released: a creator's, the commission, an advance. */
    private static boolean isOfParty(String account) {
        return account.startsWith("liabilities:creator:")
                || account.equals("revenue:commission")
                || account.startsWith(Accounts.ADVANCES);
    }

    /** Moves advances by the lines of an entry that is not worked out again. */
    private void advances(BookedEntry entry) {
        for (BookedEntry.Line line : entry.lines()) {
            if (line.account().startsWith(Accounts.ADVANCES)) {
                String contract = line.account().substring(Accounts.ADVANCES.length());
                Standing standing = contracts.standing(contract, line.currency());
                standing.outstanding = Math.addExact(standing.outstanding, line.signed());
            }
        }
    }

    // ---- reserves and guarantees

    private void reserve(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        trace(entry, "reserve");
        if (book.disputedFrom <= entry.at()) {
            book.reserveReleased = true;
            return;
        }
        LocalDate due = book.reserveDueOn;
        if (due == null || due.isAfter(date)) {
            throw Mismatch.of(
                    entry.name(),
                    due == null ? "no reserve, for none is due" : "a reserve on " + due,
                    "one");
        }
        BookedLines booked = new BookedLines(book.currency);
        List<Json> parts = new ArrayList<>();
        for (SoldLine line : book.lines) {
            for (Holding holding : line.holdings) {
                if (holding.reserve != 0) {
                    booked.debit(Accounts.reserve(holding.party), holding.reserve);
                    booked.credit(Accounts.payable(holding.party), holding.reserve);
                    parts.add(
                            Json.object()
                                    .put("contract", line.contract)
                                    .put("version", line.version)
                                    .put("line", line.line)
                                    .put("party", holding.party)
                                    .putMinor("amount", holding.reserve)
                                    .build());
                    holding.payable = Math.addExact(holding.payable, holding.reserve);
                    holding.reserve = 0;
                }
            }
        }
        Workings.require(
                entry,
                Json.object().put("kind", "reserve").put("parts", Json.array(parts)).build());
        booked.requireOf(entry);
        book.reserveReleased = true;
        again++;
    }

    private void guarantee(Step step) throws Mismatch {
        BookedEntry entry = step.entry();
        trace(entry, "guarantee");
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
        again++;
    }

    /** Adds what a working gave or took to what its parties earned this month. */
    private void earn(OrderBook book, Json.Obj trace, String member, int sign) {
        for (Json.Obj part : trace.objects("parts")) {
            String contract = part.optionalText("contract");
            if (contract != null) {
                for (Json.Obj share : part.objects("shares")) {
                    long step = step(share.texts(member));
                    contracts.earn(contract, share.text("party"), book.currency, sign * step);
                }
            }
        }
    }

    // ---- the end of a day

    /**
     * Ends a day: what is accepted and due was released, or an open break says why not.
     *
     * @param named whether an open break names an order, a contract or a row
     */
    public void end(Predicate<String> named) throws Mismatch {
        inDispute = disputedBefore + orders.inDispute(date);
        requireReleased(named);
        requireReserves(named);
        orders.end();
    }

    private void requireReleased(Predicate<String> named) throws Mismatch {
        for (Iterator<String> left = waiting.iterator(); left.hasNext(); orders.rest()) {
            OrderBook book = orders.book(left.next());
            forgetReleased(book, Long.MAX_VALUE);
            schedule(book);
            if (book.fulfilments.isEmpty()) {
                left.remove();
            } else if (isOwed(book) && !isNamed(book, named)) {
                throw new Mismatch(
                        Mismatch.Kind.COMPLETENESS,
                        "order " + book.order,
                        "a release of fulfilment "
                                + book.fulfilments.keySet().iterator().next()
                                + ", or an open break that says why not",
                        "neither");
            }
        }
    }

    /** Whether a fulfilment that waits should have moved money. */
    private static boolean isOwed(OrderBook book) {
        if (book.disputedFrom != OrderBook.NEVER) {
            return false;
        }
        Placed placed = book.form == null ? book.latest : book.form;
        return placed == null || placed.total() > 0;
    }

    private static boolean isNamed(OrderBook book, Predicate<String> named) {
        return named.test(book.order)
                || book.lines.stream().anyMatch(line -> named.test(line.contract))
                || book.payments.stream().anyMatch(payment -> named.test(payment.bt()));
    }

    /** Forgets fulfilments up to an instant that release nothing: they have no entry. */
    private void forgetReleased(OrderBook book, long upTo) {
        if (book.form == null || (book.gross <= 0 && book.form.sum() > 0)) {
            return;
        }
        book.fulfilments
                .values()
                .removeIf(
                        fulfilment -> {
                            boolean nothing =
                                    fulfilment.at() < upTo && !book.isReleasable(fulfilment);
                            if (nothing
                                    && fulfilment.portion().equals(Ratio.ONE)
                                    && book.completedOn == null) {
                                book.completedOn = day(Math.max(fulfilment.at(), book.firstSale));
                            }
                            return nothing;
                        });
    }

    private void requireReserves(Predicate<String> named) throws Mismatch {
        for (Set<String> due : reserves.headMap(date, true).values()) {
            for (String order : due) {
                orders.rest();
                OrderBook book = orders.book(order);
                boolean held = book.reserve() != 0 && !book.reserveReleased;
                if (held && book.disputedFrom == OrderBook.NEVER && !isNamed(book, named)) {
                    throw new Mismatch(
                            Mismatch.Kind.COMPLETENESS,
                            "order " + book.order,
                            "the reserve due on " + book.reserveDueOn + ", or an open break",
                            "neither");
                }
            }
        }
        reserves.headMap(date, true).clear();
    }

    /** Notes when the order's reserves are due, once it is complete and holds something back. */
    private void schedule(OrderBook book) {
        LocalDate due = null;
        if (book.completedOn != null && !book.reserveReleased && book.reserve() != 0) {
            due = book.completedOn.plusDays(reserveDays(book));
        }
        if (!Objects.equals(due, book.reserveDueOn)) {
            Set<String> sameDay =
                    book.reserveDueOn == null ? null : reserves.get(book.reserveDueOn);
            if (sameDay != null) {
                sameDay.remove(book.order);
            }
            book.reserveDueOn = due;
            if (due != null) {
                LocalDate checked = due.isAfter(date) ? due : date.plusDays(1);
                reserves.computeIfAbsent(checked, day -> new LinkedHashSet<>()).add(book.order);
            }
        }
    }

    private long reserveDays(OrderBook book) {
        long days = 0;
        for (SoldLine line : book.lines) {
            Terms terms = contracts.version(line.contract, line.version);
            days = Math.max(days, terms == null ? 0 : terms.reserveDays());
        }
        return days;
    }

    // ---- small things

    private LocalDate day(long at) {
        return Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
    }

    private static void requireAt(BookedEntry entry, long expected) throws Mismatch {
        if (entry.at() != expected) {
            throw new Mismatch(
                    Mismatch.Kind.INSTANT,
                    entry.name() + " occurredAt",
                    Instant.ofEpochMilli(expected),
                    Instant.ofEpochMilli(entry.at()));
        }
    }

    private static Json.Obj trace(BookedEntry entry, String kind) throws Mismatch {
        Json.Obj trace = entry.trace();
        if (trace == null || !trace.text("kind").equals(kind)) {
            throw Mismatch.of(
                    entry.name() + " trace.kind",
                    kind,
                    trace == null ? "no trace" : trace.text("kind"));
        }
        return trace;
    }

    /** Of the day that was ended: entries with a working whose order is or was in dispute. */
    public long inDispute() {
        return inDispute;
    }

    /** How many entries were worked out again so far. */
    public long again() {
        return again;
    }
}
