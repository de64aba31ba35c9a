package com.illuvrse.finance.segment;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.order.OrderFact;
import com.illuvrse.finance.order.OrderFulfilled;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.order.OrderState;
import com.illuvrse.finance.order.Payment;
import com.illuvrse.finance.order.Settlement;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.reconciliation.PostedRows;
import com.illuvrse.finance.reconciliation.StripeBalanceFigures;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractState;
import com.illuvrse.finance.royalty.ContractStates;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Reserve;
import com.illuvrse.finance.royalty.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A ledger of invented days, sealed as a night would: charges with their orders, fees, top-ups and
 * journals in three currencies, with rows that come early and rows that become available later.
 */
final class SyntheticLedger {

    private static final String ACCOUNT = "acct_1";
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final int PAGE = 100;
    private static final LocalDate GENESIS = LocalDate.of(2026, 10, 29);
    private static final Salts SALTS = Salts.of(new byte[32]);
    private static final Settings SETTINGS =
            new Settings(
                    new TreeMap<>(Map.of("application.yml", "0".repeat(64))),
                    new Settings.Program("test", "1", Settings.Program.NOT_RELEASED));

    private static final List<Contract> CONTRACTS =
            Stream.of("JPY", "KWD", "USD").map(SyntheticLedger::contract).toList();

    private final TreeMap<String, ContractState> contracts = new TreeMap<>();
    private final Path folder;
    private final Random random;
    private final List<String> chain = new ArrayList<>();
    private final TreeMap<String, AccountBalance> balances = new TreeMap<>();
    private final TreeMap<Currency, TreeMap<Instant, Long>> waiting = new TreeMap<>();
    private final TreeMap<Currency, Long> stripeClosings = new TreeMap<>();
    private final String registry;
    private long seq;
    private int serial;
    private long sealedInNanos;

    SyntheticLedger(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
        this.registry = registry();
        SegmentPlan plan = plan(GENESIS);
        sign(SegmentSealer.genesis(folder.resolve(plan.folder()), plan, SALTS, ACCOUNT, SETTINGS));
    }

    private static String registry() {
        VerifierKey root = TestKeys.verifier("root-a");
        KeyRegistry keys =
                new KeyRegistry(
                        1,
                        TestKeys.LEDGER,
                        KeyRegistry.NO_PREVIOUS,
                        new KeyRegistry.Root(List.of(root), 1),
                        List.of(new KeyRegistry.LogKey(0, TestKeys.verifier("log-1"), null)),
                        List.of(),
                        List.of());
        byte[] note = Note.of(keys.body()).signedBy(root, TestKeys.signer("root-a")).bytes();
        return new String(note, StandardCharsets.UTF_8);
    }

    private SegmentPlan plan(LocalDate date) {
        AccountingDay day = AccountingDay.of(date, ZONE);
        TreeMap<String, String> seals = new TreeMap<>();
        if (!chain.isEmpty()) {
            String last = SegmentFolder.name(chain.size() - 1) + "/checkpoint";
            seals.put(last, digest(folder.resolve(last)));
        }
        return new SegmentPlan(
                TestKeys.LEDGER,
                day,
                day.to().plusSeconds(7200),
                seq,
                chain,
                seals,
                new TreeMap<>(Map.of(1, registry)),
                new SegmentPlan.Promise(List.of(), 0),
                null);
    }

    private static String digest(Path file) {
        try {
            return Sha256.hexOf(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sign(SealedSegment sealed) {
        Note note =
                Note.of(sealed.checkpointBody())
                        .signedBy(TestKeys.verifier("log-1"), TestKeys.signer("log-1"));
        try {
            Files.write(
                    folder.resolve(SegmentFolder.name(sealed.number())).resolve("checkpoint"),
                    note.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chain.add(sealed.manifestId());
        seq = sealed.seqAfter();
    }

    /** Seals the next day with so many charges, and half as many other rows. */
    SyntheticLedger day(int charges) {
        AccountingDay day = nextDay();
        List<BalanceTransaction> rows = rows(day, charges);
        List<OrderEvent> events = events(rows);
        return seal(rows, events, entries(day, rows, events).stream());
    }

    /** Seals the next day with so many journals, each made when its turn comes. */
    SyntheticLedger journals(int count) {
        AccountingDay day = nextDay();
        TreeMap<EntryId, Supplier<JournalEntry>> inOrder = new TreeMap<>();
        entries(day, List.of(), List.of()).forEach(entry -> inOrder.put(entry.id(), () -> entry));
        for (int i = 0; i < count; i++) {
            int number = i;
            inOrder.put(journalKey(number).entryId(), () -> journal(day, number));
        }
        return seal(List.of(), List.of(), inOrder.values().stream().map(Supplier::get));
    }

    private AccountingDay nextDay() {
        return AccountingDay.of(GENESIS.plusDays(chain.size()), ZONE);
    }

    private SyntheticLedger seal(
            List<BalanceTransaction> rows, List<OrderEvent> events, Stream<JournalEntry> entries) {
        SegmentPlan plan = plan(GENESIS.plusDays(chain.size()));
        try (SegmentSealer sealer =
                SegmentSealer.begin(folder.resolve(plan.folder()), plan, SALTS)) {
            sealedInNanos = seal(sealer, entries.iterator());
            long start = ProcessorTime.ofThread();
            rows.forEach(sealer::row);
            events.forEach(sealer::order);
            CONTRACTS.forEach(sealer::contract);
            balances.values().forEach(sealer::balance);
            ControlCheck.ofNothing().stream()
                    .filter(check -> check.id() > 3 && check.id() < 7)
                    .forEach(sealer::control);
            sealer.control(ControlCheck.trialBalance(balances.values()));
            sealer.control(
                    ControlCheck.royaltiesReproduced(
                            events.stream().filter(OrderFulfilled.class::isInstance).count(), 0));
            stripe(sealer, plan.day(), rows);
            sealer.settings(SETTINGS);
            SealedSegment sealed = sealer.finish();
            sealedInNanos += ProcessorTime.ofThread() - start;
            sign(sealed);
        }
        balances.replaceAll(
                (place, balance) ->
                        new AccountBalance(
                                balance.account(), balance.currency(), balance.closing(), 0, 0));
        return this;
    }

    /**
     * Seals entries page by page, as a night reads them.
     *
     * @return how long the sealer alone took, in nanoseconds
     */
    private long seal(SegmentSealer sealer, Iterator<JournalEntry> entries) {
        long nanos = 0;
        List<JournalEntry> page = new ArrayList<>(PAGE);
        while (entries.hasNext()) {
            page.clear();
            while (page.size() < PAGE && entries.hasNext()) {
                page.add(entries.next());
            }
            post(page);
            long start = ProcessorTime.ofThread();
            page.forEach(sealer::entry);
            nanos += ProcessorTime.ofThread() - start;
        }
        return nanos;
    }

    private List<BalanceTransaction> rows(AccountingDay day, int charges) {
        List<BalanceTransaction> rows = new ArrayList<>();
        for (int i = 0; i < charges; i++) {
            String id = "txn_" + ++serial;
            rows.add(at(day, Rows.charge(id, "o-" + serial, 1000 + random.nextInt(99_000))));
            if (i % 2 == 0) {
                String other = "txn_" + ++serial;
                rows.add(
                        at(
                                day,
                                i % 4 == 0
                                        ? Rows.row(other, "stripe_fee", "fee", -random.nextInt(50))
                                        : Rows.row(other, "topup", "topup", random.nextInt(900))));
            }
        }
        rows.sort(RowOrder.ROWS);
        return rows;
    }

    private BalanceTransaction at(AccountingDay day, Rows row) {
        long seconds = day.to().getEpochSecond() - day.from().getEpochSecond();
        return row.in(List.of("USD", "JPY", "KWD").get(random.nextInt(3)))
                .at(day.from().plusSeconds(random.nextLong(seconds)).toString())
                .availableAfterDays(random.nextInt(3))
                .build();
    }

    /** Orders that are placed a second before they are paid, and delivered at once. */
    private static List<OrderEvent> events(List<BalanceTransaction> rows) {
        List<OrderEvent> events = new ArrayList<>();
        for (BalanceTransaction row : rows) {
            String order = row.links().order();
            if (order != null) {
                String contract = "K-" + row.currency();
                events.add(
                        new OrderPlaced(
                                "e1",
                                order,
                                1,
                                row.created().minusSeconds(1),
                                row.currency(),
                                List.of(
                                        new OrderLine(
                                                "1",
                                                "goods",
                                                contract,
                                                row.amount(),
                                                true,
                                                List.of(new LineTax("DE", "0.19", null)))),
                                row.amount(),
                                null));
                events.add(new OrderFulfilled("e2", order, row.created(), Fraction.ONE));
            }
        }
        events.sort(Comparator.comparing(OrderEvent::order).thenComparing(OrderEvent::occurredAt));
        return events;
    }

    private static Contract contract(String code) {
        Currency currency = Currency.of(code);
        List<Tier> tiers =
                List.of(
                        new Tier(Money.of(500_000, currency), parties("70%", "30%")),
                        new Tier(null, parties("2/3", "1/3")));
        return new Contract(
                "K-" + code,
                1,
                GENESIS,
                null,
                List.of(),
                tiers,
                null,
                new Reserve("10%", 400),
                null,
                "royalty");
    }

    private static List<Party> parties(String creator, String platform) {
        return List.of(new Party("c1", creator), new Party("platform", platform));
    }

    private List<JournalEntry> settled(
            AccountingDay day, List<BalanceTransaction> rows, List<OrderEvent> events) {
        ContractStates states = ContractStates.of(contracts.values());
        Settlement night = new Settlement(day, ContractBook.of(CONTRACTS), states);
        Map<String, List<OrderFact>> facts = new TreeMap<>();
        events.forEach(
                event ->
                        facts.computeIfAbsent(event.order(), order -> new ArrayList<>())
                                .add(event));
        rows.forEach(
                row ->
                        Payment.of(row)
                                .ifPresent(
                                        payment ->
                                                facts.computeIfAbsent(
                                                                payment.order(),
                                                                order -> new ArrayList<>())
                                                        .add(payment)));
        facts.forEach((order, ofOrder) -> night.add(OrderState.of(order), ofOrder));
        List<JournalEntry> entries = night.settle().entries();
        states.changed()
                .forEach(state -> contracts.put(state.contract() + state.currency(), state));
        return entries;
    }

    private List<JournalEntry> entries(
            AccountingDay day, List<BalanceTransaction> rows, List<OrderEvent> events) {
        List<JournalEntry> entries = new ArrayList<>(settled(day, rows, events));
        for (BalanceTransaction row : rows) {
            entries.add(PostingRules.post(row, day.date(), ZONE).entry());
            if (row.becomesAvailableLater()) {
                waiting.computeIfAbsent(row.currency(), currency -> new TreeMap<>())
                        .merge(row.availableOn(), row.net(), Long::sum);
            }
        }
        waiting.forEach(
                (currency, sums) -> {
                    Map<Instant, Long> due = sums.headMap(day.to());
                    long net = due.values().stream().mapToLong(Long::longValue).sum();
                    due.clear();
                    PostingRules.becomeAvailable(ACCOUNT, day, Money.of(net, currency))
                            .ifPresent(entries::add);
                });
        entries.add(
                JournalEntry.of(
                                SourceKey.of("journal", "j-" + chain.size()),
                                day.date(),
                                day.from())
                        .debit(
                                Accounts.STRIPE_AVAILABLE,
                                Money.of(chain.size(), Currency.of("USD")))
                        .credit(Accounts.OPENING, Money.of(chain.size(), Currency.of("USD")))
                        .ref("journal", "j-" + chain.size())
                        .memo("caf\u00e9 \"\\ \u4fa1\u683c")
                        .build());
        TreeMap<String, JournalEntry> inOrder = new TreeMap<>();
        entries.forEach(entry -> inOrder.put(place(entry), entry));
        return List.copyOf(inOrder.values());
    }

    /** By instant, then by id; both have one length. */
    private static String place(JournalEntry entry) {
        return InstantText.of(entry.occurredAt()) + entry.id();
    }

    private SourceKey journalKey(int number) {
        return SourceKey.of("journal", "j-" + chain.size() + "-" + number);
    }

    private JournalEntry journal(AccountingDay day, int number) {
        Money amount = Money.of(2159 + number, Currency.of("USD"));
        SourceKey key = journalKey(number);
        return JournalEntry.of(key, day.date(), day.from())
                .debit(AccountId.of("liabilities:escrow"), amount)
                .credit(AccountId.of("revenue:commission"), amount)
                .ref("journal", key.text().substring("journal:".length()))
                .ref("order", "o-" + (100_000_000 + number))
                .build();
    }

    private void post(List<JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            for (Posting posting : entry.postings()) {
                AccountId account = posting.account();
                Currency currency = posting.amount().currency();
                long signed = posting.signedMinor();
                balances.merge(
                        account + " " + currency,
                        new AccountBalance(
                                account, currency, 0, Math.max(signed, 0), Math.max(-signed, 0)),
                        (before, more) ->
                                new AccountBalance(
                                        account,
                                        currency,
                                        before.opening(),
                                        before.debit() + more.debit(),
                                        before.credit() + more.credit()));
            }
        }
    }

    private void stripe(SegmentSealer sealer, AccountingDay day, List<BalanceTransaction> rows) {
        TreeMap<Currency, Long> counts = new TreeMap<>();
        TreeMap<Currency, Long> nets = new TreeMap<>();
        for (BalanceTransaction row : rows) {
            counts.merge(row.currency(), 1L, Long::sum);
            nets.merge(row.currency(), row.net(), Long::sum);
        }
        List<PostedRows> posted = new ArrayList<>();
        List<StripeBalanceFigures> figures = new ArrayList<>();
        List<StripeBalance.Row> balanceRows = new ArrayList<>();
        for (String code : List.of("JPY", "KWD", "USD")) {
            Currency currency = Currency.of(code);
            long count = counts.getOrDefault(currency, 0L);
            long net = nets.getOrDefault(currency, 0L);
            if (count > 0) {
                posted.add(new PostedRows("payments", currency, count, count, net, net));
            }
            long opening = stripeClosings.getOrDefault(currency, 0L);
            long journals = code.equals("USD") ? chain.size() : 0;
            long closing = opening + journals + net;
            StripeBalanceFigures figure =
                    new StripeBalanceFigures("payments", currency, closing, closing, 0, 0);
            stripeClosings.put(currency, closing);
            if (count > 0 || closing != 0 || opening != 0) {
                figures.add(figure);
                balanceRows.add(new StripeBalance.Row(figure, opening, journals, count, net));
            }
        }
        sealer.control(ControlCheck.rowsPosted(posted));
        sealer.control(ControlCheck.stripeBalance(figures));
        sealer.stripeBalance(new StripeBalance(ACCOUNT, day.to().plusSeconds(3600), balanceRows));
    }

    /** The trust file of an auditor of this ledger. */
    TrustFile trust() {
        return TrustFile.parse(trustText());
    }

    byte[] trustText() {
        Json.Obj trust =
                Json.object()
                        .put("type", "ledger-trust/1")
                        .put("ledger", TestKeys.LEDGER)
                        .put("genesis", chain.getFirst())
                        .put(
                                "root",
                                Json.object()
                                        .put(
                                                "keys",
                                                Json.texts(
                                                        List.of(
                                                                TestKeys.verifier("root-a")
                                                                        .toString())))
                                        .put("threshold", 1)
                                        .build())
                        .build();
        return CanonicalJson.bytes(trust);
    }

    /** How long the sealer worked on the last day, without making the entries. */
    long sealedInNanos() {
        return sealedInNanos;
    }

    /** Entries sealed so far. */
    long entries() {
        return seq;
    }

    Path folder() {
        return folder;
    }
}
