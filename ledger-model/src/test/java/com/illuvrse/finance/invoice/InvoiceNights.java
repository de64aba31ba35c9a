package com.illuvrse.finance.invoice;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.order.DisputeLost;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderFact;
import com.illuvrse.finance.order.OrderFulfilled;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.order.OrderState;
import com.illuvrse.finance.order.Payment;
import com.illuvrse.finance.order.Settled;
import com.illuvrse.finance.order.Settlement;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractState;
import com.illuvrse.finance.royalty.ContractStates;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Reserve;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One order, settled night after night with its invoices, from 2 March 2026 on. */
final class InvoiceNights {

    static final String ORDER = "o-1";
    static final Currency USD = Currency.of("USD");

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final LocalDate LONG_AGO = LocalDate.of(2026, 1, 1);

    private final List<Contract> contracts = new ArrayList<>();
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<InvoiceDocument> documents = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Buyer buyer;
    private OrderState state = OrderState.of(ORDER);
    private List<ContractState> positions = List.of();
    private @Nullable Invoice invoice;
    private LocalDate day = FIRST;

    InvoiceNights(Buyer buyer, @Nullable Reserve reserve) {
        this.buyer = buyer;
        contracts.add(
                new Contract(
                        "ct",
                        1,
                        LONG_AGO,
                        null,
                        List.of(new Party("c1", "85%"), new Party("platform", "15%")),
                        List.of(),
                        null,
                        reserve,
                        null,
                        null));
    }

    static InvoiceNights begin() {
        return new InvoiceNights(Buyer.of("US", "CA", null), null);
    }

    static OrderLine line(String line, long net, LineTax... taxes) {
        return new OrderLine(line, "digital_goods", "ct", net, false, List.of(taxes));
    }

    /** 100.00 with 8 % tax of California. */
    static OrderPlaced californian() {
        return placed("USD", null, line("1", 10_000, new LineTax("US-CA", "0.08", null)));
    }

    static OrderPlaced placed(String currency, @Nullable String payee, OrderLine... lines) {
        OrderPlaced draft = placed(currency, payee, 0, lines);
        return placed(currency, payee, draft.sum(), lines);
    }

    static OrderPlaced placed(
            String currency, @Nullable String payee, long total, OrderLine... lines) {
        return new OrderPlaced(
                "e1",
                ORDER,
                1,
                Instant.parse("2026-03-02T10:00:00Z"),
                Currency.of(currency),
                List.of(lines),
                total,
                payee);
    }

    static OrderFulfilled delivered(String portion, int hour) {
        return new OrderFulfilled(
                "f" + portion.replace('/', '-'),
                ORDER,
                Instant.parse("2026-03-02T00:00:00Z").plusSeconds(hour * 3_600L),
                Fraction.parse(portion));
    }

    static Rows charge(long amount) {
        return Rows.charge("t1", ORDER, amount);
    }

    static Rows refund(String id, long amount, int hour) {
        return Rows.refund(id, "ch_t1", ORDER, amount).at(hours(hour));
    }

    static Rows failure(String id, long amount, int hour) {
        return Rows.row(id, "payment_failure_refund", "charge_failure", -amount)
                .links(com.illuvrse.finance.posting.Links.of("ch_t1", "ch_t1", ORDER))
                .at(hours(hour));
    }

    /** Hours after the beginning of 2 March. */
    static String hours(int hour) {
        return Instant.parse("2026-03-02T00:00:00Z").plusSeconds(hour * 3_600L).toString();
    }

    /** Settles a night with new facts. */
    InvoiceNights night(Object... facts) {
        AccountingDay today = AccountingDay.of(day, ZoneOffset.UTC);
        List<OrderFact> news = new ArrayList<>();
        for (Object fact : facts) {
            if (fact instanceof Rows row) {
                Payment.of(row.build()).ifPresent(news::add);
            } else {
                news.add((OrderFact) fact);
            }
        }
        ContractStates current = ContractStates.of(positions);
        Settled settled =
                new Settlement(today, ContractBook.of(contracts), current)
                        .add(state, news)
                        .settle();
        state = OrderState.from(settled.orders().getFirst().toJson());
        positions =
                Stream.concat(positions.stream(), current.changed().stream())
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        each -> each.contract() + each.currency(),
                                        each -> each,
                                        (one, other) -> other))
                        .values()
                        .stream()
                        .toList();
        entries.addAll(settled.entries());
        keep(OrderInvoices.of(state, settled.milestones(), invoice, buyer));
        day = day.plusDays(1);
        return this;
    }

    /** What a night would make of a fact if the order's invoices had not been kept so far. */
    List<InvoiceDocument> invoicedWithoutHistory(Rows row) {
        AccountingDay today = AccountingDay.of(day, ZoneOffset.UTC);
        Settled settled =
                new Settlement(today, ContractBook.of(contracts), ContractStates.of(positions))
                        .add(state, List.of(Payment.of(row.build()).orElseThrow()))
                        .settle();
        return OrderInvoices.of(settled.orders().getFirst(), settled.milestones(), null, buyer)
                .documents();
    }

    static DisputeLost lost(String dispute) {
        return new DisputeLost(ORDER, dispute, Instant.parse("2026-03-03T00:00:00Z"));
    }

    /** Remembers what the tables would: status and sums of the newest turn. */
    private void keep(Invoiced invoiced) {
        for (InvoiceSteps turn : invoiced.steps()) {
            for (InvoiceSteps.Step step : turn.steps()) {
                steps.add(day + " " + turn.turn() + " " + step.status());
            }
            invoice = new Invoice(ORDER, turn.turn(), turn.steps().getLast().status(), null);
        }
        documents.addAll(invoiced.documents());
        if (invoice != null) {
            invoice = new Invoice(ORDER, invoice.turn(), invoice.status(), issued(invoice.turn()));
        }
    }

    private Invoice.@Nullable Issued issued(int turn) {
        List<InvoiceDocument> own =
                documents.stream().filter(document -> document.turn() == turn).toList();
        if (own.isEmpty()) {
            return null;
        }
        InvoiceDocument first = own.getFirst();
        long reversed = 0;
        long refunded = 0;
        for (InvoiceDocument note : own.subList(1, own.size())) {
            if (note.cause() == InvoiceDocument.Cause.REVERSAL) {
                reversed -= note.total();
            } else {
                refunded -= note.total();
            }
        }
        return new Invoice.Issued(
                first.series(),
                first.buyer(),
                first.currency(),
                first.total(),
                reversed,
                refunded,
                own.size() - 1);
    }

    /** Days, turns and steps. */
    List<String> steps() {
        return steps;
    }

    /** The steps without their days. */
    String life() {
        return String.join(" ", steps.stream().map(step -> step.substring(13)).toList());
    }

    List<InvoiceDocument> documents() {
        return documents;
    }

    /** Kind, series, total, and each line's net and taxes. */
    List<String> texts() {
        return documents.stream().map(InvoiceNights::text).toList();
    }

    static String text(InvoiceDocument document) {
        StringBuilder text = new StringBuilder();
        text.append(document.cause())
                .append(' ')
                .append(document.series())
                .append(' ')
                .append(document.currency())
                .append(' ')
                .append(document.total());
        for (InvoiceLine line : document.lines()) {
            text.append(" | ").append(line.line()).append(' ').append(line.net());
            for (InvoiceTax tax : line.taxes()) {
                text.append(' ').append(tax.jurisdiction()).append(' ').append(tax.amount());
            }
        }
        return text.toString();
    }

    /** What all documents add up to by line and tax, zeros left out. */
    Map<String, Long> sums() {
        Map<String, Long> sums = new TreeMap<>();
        for (InvoiceDocument document : documents) {
            for (InvoiceLine line : document.lines()) {
                sums.merge(line.line(), line.net(), Math::addExact);
                for (InvoiceTax tax : line.taxes()) {
                    sums.merge(
                            line.line() + " " + tax.jurisdiction(), tax.amount(), Math::addExact);
                }
            }
        }
        sums.values().removeIf(minor -> minor == 0);
        return sums;
    }

    /** Tax by jurisdiction over all documents, zeros left out. */
    Map<String, Long> taxes() {
        Map<String, Long> taxes = new TreeMap<>();
        for (InvoiceDocument document : documents) {
            for (InvoiceLine line : document.lines()) {
                line.taxes()
                        .forEach(
                                tax ->
                                        taxes.merge(
                                                tax.jurisdiction(), tax.amount(), Math::addExact));
            }
        }
        taxes.values().removeIf(minor -> minor == 0);
        return taxes;
    }

    /** What the books owe tax authorities, zeros left out. */
    Map<String, Long> bookedTaxes() {
        Map<String, Long> taxes = new TreeMap<>();
        for (JournalEntry entry : entries) {
            for (Posting posting : entry.postings()) {
                String path = posting.account().path();
                if (path.startsWith("liabilities:tax:")) {
                    taxes.merge(
                            path.substring("liabilities:tax:".length()),
                            -posting.signedMinor(),
                            Math::addExact);
                }
            }
        }
        taxes.values().removeIf(minor -> minor == 0);
        return taxes;
    }
}
