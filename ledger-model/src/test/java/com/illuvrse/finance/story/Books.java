package com.illuvrse.finance.story;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.AdvanceJournal;
import com.illuvrse.finance.order.Conditions;
import com.illuvrse.finance.order.DisputeLost;
import com.illuvrse.finance.order.DisputeRules;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.order.OrderFact;
import com.illuvrse.finance.order.OrderState;
import com.illuvrse.finance.order.Payment;
import com.illuvrse.finance.order.Settled;
import com.illuvrse.finance.order.Settlement;
import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.payout.BankLineRules;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.ContraAccounts;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.posting.Posted;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakNews;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.reconciliation.ClearingLegs;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractState;
import com.illuvrse.finance.royalty.ContractStates;
import com.illuvrse.finance.segment.EntryLine;
import com.illuvrse.finance.segment.MerkleTree;
import com.illuvrse.finance.segment.Salts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * The books of a story, kept with the rules alone: no database and no job. What the steps of a
 * night ask the tables is remembered here.
 */
public final class Books {

    /** What one night left behind, and the evidence a segment would keep of it. */
    public record Night(
            LocalDate day,
            List<JournalEntry> entries,
            List<Break> breaks,
            List<OrderEvent> events,
            List<BalanceTransaction> rows,
            List<Contract> contracts) {

        public Night {
            entries = List.copyOf(entries);
            breaks = List.copyOf(breaks);
            events = List.copyOf(events);
            rows = List.copyOf(rows);
            contracts = List.copyOf(contracts);
        }
    }

    private static final String ACCOUNT = "acct_platform";

    private final Story story;
    private final List<Night> nights = new ArrayList<>();
    private final Set<SourceKey> keys = new TreeSet<>();
    private final Set<Integer> delivered = new TreeSet<>();
    private final Map<String, ObjectNode> seen = new LinkedHashMap<>();
    private final Map<String, BalanceTransaction> read = new LinkedHashMap<>();
    private final Map<String, BalanceTransaction> rows = new LinkedHashMap<>();
    private final Map<String, BalanceTransaction> pending = new LinkedHashMap<>();
    private final Map<String, OrderEvent> events = new HashMap<>();
    private final Map<String, Contract> contracts = new TreeMap<>();
    private final Map<String, OrderState> orders = new TreeMap<>();
    private final Map<String, ContractState> states = new TreeMap<>();
    private final Set<String> lost = new TreeSet<>();
    private List<Break> breaks = List.of();

    // What the night in hand has so far.
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<OrderFact>> news = new TreeMap<>();
    private final List<AdvanceJournal> advances = new ArrayList<>();
    private final List<OrderEvent> accepted = new ArrayList<>();
    private final List<BalanceTransaction> posted = new ArrayList<>();

    private Books(Story story) {
        this.story = story;
    }

    /** Settles every night of a story. */
    public static Books of(Story story) {
        Books books = new Books(story);
        for (int i = 0; i < story.days(); i++) {
            books.settle(story.firstDay().plusDays(i));
        }
        return books;
    }

    /** Settles everything in the last night, as if nobody had come to work before. */
    static Books inOneNight(Story story) {
        Books books = new Books(story);
        books.settle(story.lastDay());
        return books;
    }

    public List<Night> nights() {
        return List.copyOf(nights);
    }

    /** The root over the entries of each day, as a sealed segment has it. */
    public Map<LocalDate, String> roots(Salts salts) {
        Map<LocalDate, String> roots = new TreeMap<>();
        EntryLine line = new EntryLine(salts);
        long number = 0;
        for (Night night : nights) {
            List<JournalEntry> ordered = new ArrayList<>(night.entries());
            ordered.sort(
                    Comparator.comparing(JournalEntry::occurredAt)
                            .thenComparing(entry -> entry.id().toString()));
            MerkleTree tree = new MerkleTree();
            for (JournalEntry entry : ordered) {
                number++;
                EntryId id = entry.id();
                tree.addLine(line.write(entry, id, number));
            }
            roots.put(night.day(), HexFormat.of().formatHex(tree.root()));
        }
        return roots;
    }

    private void settle(LocalDate date) {
        AccountingDay day = AccountingDay.of(date, story.zone());
        entries.clear();
        findings.clear();
        news.clear();
        advances.clear();
        accepted.clear();
        posted.clear();
        inbox(date);
        pull(day);
        loseDisputes(day);
        becomeAvailable(day);
        settleOrders(day);
        reconcile();
        breaks = Breaks.roll(breaks, List.of(), BreakNews.of(findings), date).rows();
        nights.add(new Night(date, entries, breaks, accepted, posted, contracts()));
    }

    /** The contract versions tonight's workings name. */
    private List<Contract> contracts() {
        Set<String> used = new TreeSet<>();
        for (JournalEntry entry : entries) {
            if (entry.trace() != null) {
                for (Json.Obj part : entry.trace().objects("parts")) {
                    if (part.get("version") != null) {
                        used.add(part.text("contract") + ":" + part.number("version"));
                    }
                }
            }
        }
        return used.stream().map(contracts::get).toList();
    }

    private void inbox(LocalDate date) {
        for (int i = 0; i < story.facts().size(); i++) {
            Fact fact = story.facts().get(i);
            if (fact.place().isFeed() && !fact.day().isAfter(date) && delivered.add(i)) {
                read(fact, date);
            }
        }
    }

    private void read(Fact fact, LocalDate date) {
        switch (fact.place()) {
            case CONTRACT -> {
                Contract contract = StoryReader.contract(fact.json());
                contracts.putIfAbsent(contract.contract() + ":" + contract.version(), contract);
            }
            case JOURNAL -> {
                JournalEntry entry = StoryReader.journal(fact.json(), date, story.zone());
                book(entry);
                for (Posting posting : entry.postings()) {
                    AccountId account = posting.account();
                    if (account.isWithin("assets:advances")) {
                        Currency currency = posting.amount().currency();
                        advances.add(
                                new AdvanceJournal(
                                        entry.occurredAt(),
                                        entry.source().text(),
                                        account.path().substring("assets:advances:".length()),
                                        Money.of(posting.signedMinor(), currency)));
                    }
                }
            }
            case BANK -> {
                BankLine line = StoryReader.bankLine(fact.json());
                Posted posted = BankLineRules.post(line, date, story.zone());
                book(posted.entry());
                findings.addAll(posted.findings());
            }
            case ORDER -> {
                OrderEvent event = StoryReader.event(fact.json());
                OrderEvent first = events.putIfAbsent(fact.identity(), event);
                if (first == null) {
                    accepted.add(event);
                    news(event.order()).add(event);
                } else if (!first.equals(event)) {
                    findings.add(Finding.of(BreakType.ORDER_CONFLICT, event.order(), "again"));
                }
            }
            case ROW, DISPUTE -> throw new IllegalStateException("no feed: " + fact.place());
        }
    }

    private List<OrderFact> news(String order) {
        return news.computeIfAbsent(order, key -> new ArrayList<>());
    }

    /** Looks at Stripe, posts the rows of the day and before, and notes what changed. */
    private void pull(AccountingDay day) {
        Map<String, ObjectNode> shown = story.shownAt(story.clock(day.date()));
        shown.forEach(
                (id, line) -> {
                    ObjectNode first = seen.putIfAbsent(id, line);
                    if (first == null) {
                        read.put(id, StoryReader.row(line));
                    } else if (!StoryReader.row(line).equals(read.get(id))) {
                        findings.add(Finding.of(BreakType.SOURCE_CHANGED, id, "changed"));
                    }
                });
        Map<String, BalanceTransaction> known = new LinkedHashMap<>(read);
        known.values().removeIf(row -> !row.created().isBefore(day.to()));
        postNew(known, day.date());
    }

    /** Posts the rows that have no entry, each with the links that all rows known by now give. */
    private void postNew(Map<String, BalanceTransaction> known, LocalDate date) {
        Map<String, String> orderOf = new HashMap<>();
        Map<String, String> chargeOf = new HashMap<>();
        for (BalanceTransaction row : known.values()) {
            Links links = row.links();
            if (links.charge() != null && links.order() != null) {
                orderOf.put(links.charge(), links.order());
            }
            if (links.charge() != null && links.transfer() != null) {
                chargeOf.put(links.transfer(), links.charge());
            }
        }
        findOrders(orderOf);
        known.keySet().removeAll(rows.keySet());
        for (BalanceTransaction row : known.values()) {
            Links links = row.links();
            String transfer = links.transfer();
            String charge =
                    links.charge() == null && transfer != null
                            ? chargeOf.get(transfer)
                            : links.charge();
            post(charge == null ? row : row.withCharge(charge, orderOf.get(charge)), date);
        }
    }

    /** Rows that came before their charge belong to its order from the day it is known. */
    private void findOrders(Map<String, String> orderOf) {
        rows.replaceAll(
                (id, row) -> {
                    String charge = row.links().charge();
                    String order = charge == null ? null : orderOf.get(charge);
                    if (charge == null || order == null || row.links().order() != null) {
                        return row;
                    }
                    BalanceTransaction found = row.withCharge(charge, order);
                    Payment.of(found).ifPresent(payment -> news(order).add(payment));
                    return found;
                });
    }

    private void post(BalanceTransaction row, LocalDate date) {
        rows.put(row.id(), row);
        posted.add(row);
        if (row.becomesAvailableLater()) {
            pending.put(row.id(), row);
        }
        Posted booked = PostingRules.post(row, date, story.zone());
        book(booked.entry());
        findings.addAll(booked.findings());
        Payment.of(row).ifPresent(payment -> news(payment.order()).add(payment));
        String order = row.links().order();
        if (order != null) {
            news(order);
        }
    }

    /** Disputes Stripe calls lost by now, each once its money was seen to leave. */
    private void loseDisputes(AccountingDay day) {
        Instant clock = story.clock(day.date());
        for (Fact fact : story.facts()) {
            if (fact.place() != Fact.Place.DISPUTE) {
                continue;
            }
            String id = StoryReader.text(fact.json(), "id");
            boolean isLost = false;
            for (var moment : fact.json().path("_sandbox").path("timeline")) {
                isLost |=
                        StoryReader.text(moment, "status").equals("lost")
                                && !Instant.parse(StoryReader.text(moment, "at")).isAfter(clock);
            }
            List<BalanceTransaction> taken =
                    rows.values().stream().filter(row -> id.equals(row.links().dispute())).toList();
            if (isLost && !taken.isEmpty() && lost.add(id)) {
                lose(id, taken, day);
            }
        }
    }

    private void lose(String dispute, List<BalanceTransaction> taken, AccountingDay day) {
        String order = taken.getFirst().links().order();
        if (order != null) {
            news(order).add(new DisputeLost(order, dispute, day.lastMillisecond()));
            return;
        }
        Money sum = Money.zero(taken.getFirst().currency());
        for (BalanceTransaction row : taken) {
            sum = sum.plus(row.amountMoney());
        }
        if (sum.isNegative()) {
            book(DisputeRules.loseWithoutOrder(dispute, sum.negated(), day));
        }
    }

    private void becomeAvailable(AccountingDay day) {
        Map<Currency, Money> sums = new TreeMap<>();
        for (BalanceTransaction row : List.copyOf(pending.values())) {
            if (row.availableOn().isBefore(day.to())) {
                pending.remove(row.id());
                sums.merge(row.currency(), Money.of(row.net(), row.currency()), Money::plus);
            }
        }
        for (Money sum : sums.values()) {
            PostingRules.becomeAvailable(ACCOUNT, day, sum).ifPresent(this::book);
        }
    }

    private void settleOrders(AccountingDay day) {
        ContractBook book = ContractBook.of(contracts.values());
        findings.addAll(book.findings());
        ContractStates positions = ContractStates.of(states.values());
        Settlement settlement = new Settlement(day, book, positions);
        advances.forEach(settlement::add);
        for (OrderState state : orders.values()) {
            LocalDate due = state.reserveDueOn();
            if (state.isUnsettled() || (due != null && !due.isAfter(day.date()))) {
                news(state.order());
            }
        }
        news.forEach(
                (order, facts) ->
                        settlement.add(orders.getOrDefault(order, OrderState.of(order)), facts));
        Settled settled = settlement.settle();
        settled.entries().forEach(this::book);
        findings.addAll(settled.findings());
        for (OrderState state : settled.orders()) {
            orders.put(state.order(), OrderState.from(state.toJson()));
        }
        for (ContractState state : positions.changed()) {
            states.put(state.contract() + state.currency(), ContractState.from(state.toJson()));
        }
    }

    private void reconcile() {
        List<ClearingLegs.Leg> legs = new ArrayList<>();
        for (BalanceTransaction row : rows.values()) {
            Conditions.withoutOrder(row).ifPresent(findings::add);
            String source = row.links().source();
            ContraAccounts.of(row.type(), row.reportingCategory())
                    .filter(
                            account ->
                                    account.path().equals("assets:clearing:reserve")
                                            || account.path().equals("assets:clearing:advance"))
                    .ifPresent(
                            account ->
                                    legs.add(
                                            new ClearingLegs.Leg(
                                                    row.id(),
                                                    account,
                                                    source == null
                                                            ? row.created().toString()
                                                            : source,
                                                    row.amountMoney())));
        }
        findings.addAll(ClearingLegs.missing(legs));
    }

    private void book(JournalEntry entry) {
        if (!keys.add(entry.source())) {
            throw new IllegalStateException("booked twice: " + entry.source());
        }
        entries.add(entry);
    }
}
