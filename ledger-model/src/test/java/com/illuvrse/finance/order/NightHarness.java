package com.illuvrse.finance.order;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.CreatorBalance;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.PayoutDraft;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.posting.Posted;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakNews;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractState;
import com.illuvrse.finance.royalty.ContractStates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Settles the days of a golden night in memory, with the rules alone: no database, no job. */
final class NightHarness {

    private static final LocalTime NIGHT_RUN = LocalTime.of(2, 0);

    private final NightFolder night;
    private final Map<String, BalanceTransaction> rows = new LinkedHashMap<>();
    private final Map<String, BalanceTransaction> pending = new LinkedHashMap<>();
    private final Map<String, String> orderOfCharge = new TreeMap<>();
    private final Map<String, String> chargeOfTransfer = new TreeMap<>();
    private final Map<String, OrderEvent> events = new TreeMap<>();
    private final List<BalanceTransaction> sent = new ArrayList<>();
    private final Map<String, Contract> contracts = new TreeMap<>();
    private final Map<String, Payee> payees = new TreeMap<>();
    private final Map<String, OrderState> orders = new TreeMap<>();
    private Map<String, ContractState> states = new TreeMap<>();
    private final Set<String> lostDisputes = new TreeSet<>();
    private final Set<SourceKey> keys = new TreeSet<>();
    private final Map<String, Long> balances = new TreeMap<>();
    private List<Break> breaks = List.of();
    private List<PayoutItem> payouts = List.of();

    NightHarness(NightFolder night) {
        this.night = night;
    }

    /** Closing balances, debit positive, by {@code account|currency}. */
    Map<String, Long> balances() {
        return balances;
    }

    List<Break> breaks() {
        return breaks;
    }

    List<PayoutItem> payouts() {
        return payouts;
    }

    void settle(LocalDate date) {
        AccountingDay day = AccountingDay.of(date, night.zone());
        List<Finding> findings = new ArrayList<>();
        Map<String, List<OrderFact>> facts = new TreeMap<>();
        List<AdvanceJournal> advances = journals(day);
        inbox(date, facts, findings);
        for (BalanceTransaction row : pull(day)) {
            Posted posted = PostingRules.post(row, date, night.zone());
            book(posted.entry());
            findings.addAll(posted.findings());
            Payment.of(row).ifPresent(payment -> facts(facts, payment.order()).add(payment));
        }
        lostDisputes(day, facts);
        becomeAvailable(day);
        rows.values().forEach(row -> Conditions.withoutOrder(row).ifPresent(findings::add));
        settleOrders(day, facts, advances, findings);
        breaks = Breaks.roll(breaks, List.of(), BreakNews.of(findings), date).rows();
        ControlCheck.clearingExplained(accountBalances(), breaks);
        ControlCheck.trialBalance(accountBalances());
        payouts = List.of();
        if (night.payoutDays().contains(date)) {
            pay(day);
        }
    }

    private static List<OrderFact> facts(Map<String, List<OrderFact>> facts, String order) {
        return facts.computeIfAbsent(order, name -> new ArrayList<>());
    }

    private List<AdvanceJournal> journals(AccountingDay day) {
        List<AdvanceJournal> advances = new ArrayList<>();
        for (JsonNode line : night.inbox("journals", day.date())) {
            LocalDate effectiveOn = LocalDate.parse(FeedLines.text(line, "effectiveOn"));
            AccountingDay effective = AccountingDay.of(effectiveOn, night.zone());
            SourceKey key = SourceKey.of("journal", FeedLines.text(line, "journal"));
            JournalEntry.Draft entry =
                    JournalEntry.of(key, day.date(), effective.from()).effectiveOn(effectiveOn);
            for (JsonNode item : line.path("lines")) {
                AccountId account = AccountId.of(FeedLines.text(item, "account"));
                Money amount =
                        Money.of(
                                item.path("amount").longValue(),
                                Currency.of(FeedLines.text(item, "currency")));
                Money signed =
                        FeedLines.text(item, "side").equals("debit") ? amount : amount.negated();
                entry.debit(account, signed);
                if (account.isWithin("assets:advances")) {
                    String contract = account.path().substring("assets:advances:".length());
                    advances.add(
                            new AdvanceJournal(effective.from(), key.text(), contract, signed));
                }
            }
            book(entry.build());
        }
        return advances;
    }

    private void inbox(LocalDate date, Map<String, List<OrderFact>> facts, List<Finding> findings) {
        for (JsonNode line : night.inbox("contracts", date)) {
            Contract contract = FeedLines.contract(line);
            contracts.put(contract.contract() + ":" + contract.version(), contract);
        }
        for (JsonNode line : night.inbox("payees", date)) {
            Payee payee = FeedLines.payee(line);
            payees.put(payee.payee(), payee);
        }
        for (JsonNode line : night.inbox("orders", date)) {
            OrderEvent event = FeedLines.event(line);
            OrderEvent first = events.putIfAbsent(event.order() + ":" + event.event(), event);
            if (first == null) {
                facts(facts, event.order()).add(event);
            } else if (!first.equals(event)) {
                findings.add(Finding.of(BreakType.ORDER_CONFLICT, event.order(), "again"));
            }
        }
    }

    /** What Stripe shows on the morning after the day and was not seen before. */
    private List<BalanceTransaction> pull(AccountingDay day) {
        Instant clock = day.next().date().atTime(NIGHT_RUN).atZone(day.zone()).toInstant();
        Instant start = AccountingDay.of(night.firstDay(), day.zone()).from();
        List<BalanceTransaction> seen = new ArrayList<>(sent);
        for (JsonNode line : night.stripe("balance_transactions.jsonl")) {
            String from = FeedLines.optional(line.path("_sandbox"), "visibleFrom");
            if (from == null || !Instant.parse(from).isAfter(clock)) {
                seen.add(FeedLines.row(line));
            }
        }
        seen.removeIf(
                row ->
                        row.created().isBefore(start)
                                || !row.created().isBefore(day.to())
                                || rows.containsKey(row.id()));
        for (BalanceTransaction row : seen) {
            Links links = row.links();
            if (links.charge() != null && links.order() != null) {
                orderOfCharge.put(links.charge(), links.order());
            }
            if (links.charge() != null && links.transfer() != null) {
                chargeOfTransfer.put(links.transfer(), links.charge());
            }
        }
        List<BalanceTransaction> found = new ArrayList<>();
        for (BalanceTransaction row : seen) {
            BalanceTransaction linked = linked(row);
            if (rows.putIfAbsent(linked.id(), linked) == null) {
                found.add(linked);
                if (linked.becomesAvailableLater()) {
                    pending.put(linked.id(), linked);
                }
            }
        }
        return found;
    }

    /** Disputes that Stripe calls lost on the morning after, each once. */
    private void lostDisputes(AccountingDay day, Map<String, List<OrderFact>> facts) {
        Instant clock = day.next().date().atTime(NIGHT_RUN).atZone(day.zone()).toInstant();
        for (JsonNode dispute : night.stripe("disputes.jsonl")) {
            String order = orderOfCharge.get(FeedLines.text(dispute, "charge"));
            String id = FeedLines.text(dispute, "id");
            for (JsonNode moment : dispute.path("_sandbox").path("timeline")) {
                boolean seen = !Instant.parse(FeedLines.text(moment, "at")).isAfter(clock);
                boolean lost = FeedLines.text(moment, "status").equals("lost");
                if (seen && lost && order != null && lostDisputes.add(id)) {
                    facts(facts, order).add(new DisputeLost(order, id, day.lastMillisecond()));
                }
            }
        }
    }

    private BalanceTransaction linked(BalanceTransaction row) {
        Links links = row.links();
        String transfer = links.transfer();
        String charge =
                links.charge() == null && transfer != null
                        ? chargeOfTransfer.get(transfer)
                        : links.charge();
        return charge == null ? row : row.withCharge(charge, orderOfCharge.get(charge));
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
            PostingRules.becomeAvailable("acct_platform", day, sum).ifPresent(this::book);
        }
    }

    private void settleOrders(
            AccountingDay day,
            Map<String, List<OrderFact>> facts,
            List<AdvanceJournal> advances,
            List<Finding> findings) {
        ContractBook book = ContractBook.of(contracts.values());
        findings.addAll(book.findings());
        ContractStates positions = ContractStates.of(states.values());
        Settlement settlement = new Settlement(day, book, positions);
        advances.forEach(settlement::add);
        for (OrderState state : orders.values()) {
            LocalDate due = state.reserveDueOn();
            if (state.isUnsettled() || (due != null && !due.isAfter(day.date()))) {
                facts(facts, state.order());
            }
        }
        facts.forEach(
                (order, news) ->
                        settlement.add(orders.getOrDefault(order, OrderState.of(order)), news));
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

    private void pay(AccountingDay day) {
        Map<String, long[]> owed = new TreeMap<>();
        balances.forEach(
                (place, amount) -> {
                    String[] parts = place.split("[:|]", -1);
                    if (place.startsWith("liabilities:creator:")) {
                        int kind = List.of("payable", "held", "reserve").indexOf(parts[3]);
                        owed.computeIfAbsent(parts[2] + "|" + parts[4], key -> new long[3])[kind] =
                                -amount;
                    }
                });
        List<CreatorBalance> creators = new ArrayList<>();
        owed.forEach(
                (place, amounts) -> {
                    String[] parts = place.split("\\|", -1);
                    creators.add(
                            new CreatorBalance(
                                    parts[0],
                                    Currency.of(parts[1]),
                                    amounts[0],
                                    amounts[1],
                                    amounts[2]));
                });
        PayoutDraft draft =
                PayoutDraft.of(
                        day.date(),
                        creators,
                        payees,
                        Set.of(),
                        (payee, balance, gross) -> List.of());
        payouts = draft.items();
        for (PayoutItem item : draft.paid()) {
            book(item.entry(day));
            Instant at = day.to().plusSeconds(7200);
            String id = "tr_" + item.id().replace(':', '_');
            sent.add(
                    new BalanceTransaction(
                            "acct_platform",
                            "txn_" + id,
                            "transfer",
                            "transfer",
                            "payments",
                            item.currency(),
                            at,
                            at,
                            -item.net(),
                            0,
                            -item.net(),
                            List.of(),
                            null,
                            null,
                            Links.of(id, null, null)));
        }
    }

    private void book(JournalEntry entry) {
        if (!keys.add(entry.source())) {
            throw new IllegalStateException("booked twice: " + entry.source());
        }
        for (Posting posting : entry.postings()) {
            String place = posting.account() + "|" + posting.amount().currency();
            balances.merge(place, posting.signedMinor(), Math::addExact);
        }
    }

    private List<AccountBalance> accountBalances() {
        List<AccountBalance> list = new ArrayList<>();
        balances.forEach(
                (place, amount) -> {
                    String[] parts = place.split("\\|", -1);
                    boolean debit = amount >= 0;
                    list.add(
                            new AccountBalance(
                                    AccountId.of(parts[0]),
                                    Currency.of(parts[1]),
                                    0,
                                    debit ? amount : 0,
                                    debit ? 0 : -amount));
                });
        return list;
    }
}
