package com.illuvrse.finance.order;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Posted;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.reconciliation.Acceptance;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.BreakNews;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.reconciliation.ClosedBreak;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.reconciliation.Resolution;
import com.illuvrse.finance.reconciliation.RolledBreaks;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractState;
import com.illuvrse.finance.royalty.ContractStates;
import com.illuvrse.finance.royalty.Party;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A marketplace in memory: orders, rows and contracts go in, nights are settled, balances come out.
 */
final class Orders {

    static final Currency USD = Currency.of("USD");
    static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    static final LocalDate LONG_AGO = LocalDate.of(2026, 1, 1);

    private final List<Contract> contracts = new ArrayList<>();
    private final Map<String, OrderState> states = new TreeMap<>();
    private final Map<String, ContractState> positions = new TreeMap<>();
    private final List<Resolution> words = new ArrayList<>();
    private final List<ClosedBreak> closed = new ArrayList<>();
    private final Map<Place, Long> balances = new HashMap<>();
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<AdvanceJournal> advances = new ArrayList<>();
    private LocalDate day = DAY;
    private List<Finding> findings = List.of();
    private List<Break> breaks = List.of();

    private record Place(AccountId account, Currency currency) {}

    /** 85 % for creator c1, 15 % for the platform. */
    static Orders withSimpleContract() {
        return new Orders()
                .contract(
                        Contract.of(
                                "ct",
                                1,
                                LONG_AGO,
                                List.of(new Party("c1", "85%"), new Party("platform", "15%"))));
    }

    Orders contract(Contract contract) {
        contracts.add(contract);
        return this;
    }

    /** A person accepts a break as it stood at the end of the last night. */
    Orders accept(BreakType type, String ref) {
        BreakKey key = new BreakKey(type, ref);
        Break row =
                breaks.stream()
                        .filter(each -> each.isOpen() && each.key().equals(key))
                        .findFirst()
                        .orElseThrow();
        words.add(new Resolution(key, "as agreed", Instant.EPOCH, row.amount(), null, Set.of()));
        return this;
    }

    /** Pays an advance out of the opening balances; the next night sees it. */
    Orders advance(String contract, long minor) {
        Money amount = Money.of(minor, USD);
        AccountingDay today = AccountingDay.of(day, ZoneOffset.UTC);
        SourceKey key = SourceKey.of("journal", "advance-" + contract);
        book(
                JournalEntry.of(key, day, today.from())
                        .debit(Accounts.advance(contract), amount)
                        .credit(Accounts.OPENING, amount)
                        .build());
        advances.add(new AdvanceJournal(today.from(), key.text(), contract, amount));
        return this;
    }

    /** An order of one line without tax. */
    static OrderPlaced placed(String order, int version, long net) {
        return placed(order, version, "USD", List.of(line("1", net)), net);
    }

    static OrderPlaced placed(
            String order, int version, String currency, List<OrderLine> lines, long total) {
        return new OrderPlaced(
                "e" + version,
                order,
                version,
                Instant.parse("2026-03-02T10:00:00Z"),
                Currency.of(currency),
                lines,
                total,
                null);
    }

    static OrderLine line(String line, long net, LineTax... taxes) {
        return new OrderLine(line, "digital_goods", "ct", net, false, List.of(taxes));
    }

    static OrderFulfilled fulfilled(String order, String portion, String at) {
        return new OrderFulfilled(
                "f" + portion.replace('/', 'o'), order, Instant.parse(at), Fraction.parse(portion));
    }

    /** Settles one night with new facts: events, and rows that are posted first. */
    Orders night(Object... facts) {
        AccountingDay today = AccountingDay.of(day, ZoneOffset.UTC);
        Map<String, List<OrderFact>> news = new TreeMap<>();
        states.keySet().forEach(order -> news.put(order, new ArrayList<>()));
        List<Finding> found = new ArrayList<>();
        for (Object fact : facts) {
            if (fact instanceof Rows row) {
                Posted posted = PostingRules.post(row.build(), day, ZoneOffset.UTC);
                book(posted.entry());
                found.addAll(posted.findings());
                Payment.of(row.build()).ifPresent(payment -> add(news, payment));
            } else {
                add(news, (OrderFact) fact);
            }
        }
        ContractStates current = ContractStates.of(positions.values());
        Settlement settlement =
                new Settlement(today, ContractBook.of(contracts), current, accepted());
        advances.forEach(settlement::add);
        advances.clear();
        news.forEach(
                (order, list) ->
                        settlement.add(states.getOrDefault(order, OrderState.of(order)), list));
        Settled settled = settlement.settle();
        settled.entries().forEach(this::book);
        settled.orders()
                .forEach(state -> states.put(state.order(), OrderState.from(state.toJson())));
        current.changed()
                .forEach(state -> positions.put(state.contract() + state.currency(), state));
        found.addAll(settled.findings());
        findings = found;
        RolledBreaks rolled =
                Breaks.roll(breaks, closed, new BreakNews(found, List.of(), words), day);
        words.clear();
        rolled.rows().forEach(row -> closed.removeIf(each -> each.row().key().equals(row.key())));
        closed.addAll(rolled.closed());
        breaks = rolled.rows();
        ControlCheck.trialBalance(accounts());
        ControlCheck.clearingExplained(accounts(), breaks);
        day = day.plusDays(1);
        return this;
    }

    private Set<Acceptance> accepted() {
        Set<Acceptance> accepted = new HashSet<>();
        words.forEach(word -> accepted.add(new Acceptance(word.key(), word.amount())));
        closed.forEach(each -> accepted.add(new Acceptance(each.row().key(), each.row().amount())));
        return accepted;
    }

    private static void add(Map<String, List<OrderFact>> news, OrderFact fact) {
        news.computeIfAbsent(fact.order(), order -> new ArrayList<>()).add(fact);
    }

    private void book(JournalEntry entry) {
        entries.add(entry);
        for (Posting posting : entry.postings()) {
            Place place = new Place(posting.account(), posting.amount().currency());
            balances.merge(place, posting.signedMinor(), Math::addExact);
        }
    }

    private List<AccountBalance> accounts() {
        List<AccountBalance> accounts = new ArrayList<>();
        balances.forEach(
                (place, minor) ->
                        accounts.add(
                                new AccountBalance(
                                        place.account(),
                                        place.currency(),
                                        0,
                                        Math.max(0, minor),
                                        Math.max(0, -minor))));
        return accounts;
    }

    /** Balance of an account over all currencies, debit positive. */
    long balance(AccountId account) {
        return balances.entrySet().stream()
                .filter(entry -> entry.getKey().account().equals(account))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Accounts that are not zero. */
    Map<String, Long> open() {
        Map<String, Long> open = new TreeMap<>();
        balances.forEach((place, minor) -> open.merge(place.account().path(), minor, Long::sum));
        open.values().removeIf(minor -> minor == 0);
        return open;
    }

    List<Finding> findings() {
        return findings;
    }

    /** The breaks of the last night, with those closed by it. */
    List<Break> breaks() {
        return breaks;
    }

    /** Types and refs of what the last night found. */
    List<String> found() {
        return findings.stream().map(found -> found.type() + " " + found.ref()).toList();
    }

    OrderState order(String order) {
        return states.getOrDefault(order, OrderState.of(order));
    }

    ContractState position(String contract) {
        return positions.getOrDefault(contract + USD, ContractState.zero(contract, USD));
    }

    JournalEntry entry(String source) {
        return entries.stream()
                .filter(entry -> entry.source().text().equals(source))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no entry " + source + " among " + sources()));
    }

    List<String> sources() {
        return entries.stream().map(entry -> entry.source().text()).toList();
    }
}
